export const SubAccountAddedV1 = 'organization.sub-account-added.v1';
export const SubAccountDisabledV1 = 'organization.sub-account-disabled.v1';
export const SubAccountEnabledV1 = 'organization.sub-account-enabled.v1';
/** The name was corrected; ask the staff directory for it. */
export const SubAccountRenamedV1 = 'organization.sub-account-renamed.v1';
export interface SubAccountFact {
  readonly subAccountId: string;
  readonly organizationId: string;
}

export const AdministratorAppointedV1 = 'organization.administrator-appointed.v1';
export interface AdministratorAppointed {
  readonly administratorId: string;
  readonly organizationId: string;
}
