DROP TRIGGER hours_are_append_only ON hours_entries;
DROP TABLE versions;
DROP TABLE leases;
DROP TABLE audit;
DROP TABLE outbox;
DROP FUNCTION refuse_change();
