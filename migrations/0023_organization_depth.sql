-- Places of units are bounded, as the domain says (twelve levels): longer ones would no longer fit into the pages of their indexes, and after one that
-- does not no unit can be opened or moved any more. A unit that stands deeper already stays there, and is changed by moving it up first.
ALTER TABLE organization.organization ADD CONSTRAINT organization_depth CHECK (nlevel(path) <= 12 AND octet_length(path::text) <= 500) NOT VALID;
