/** Whether an id is somebody's already, as the context that keeps people and accounts knows. It lies below organization, hence answers through this. */
export abstract class TakenIds {
  abstract has(id: string): Promise<boolean>;
}
