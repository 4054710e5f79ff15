DROP TRIGGER hours_are_append_only_update;
DROP TRIGGER hours_are_append_only_delete;
DROP TABLE versions;
DROP TABLE leases;
DROP TABLE audit;
DROP TABLE outbox;
