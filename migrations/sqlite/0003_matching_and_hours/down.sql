DROP TABLE safety_breaches;
DROP TABLE hours_entries;
DROP TABLE family_supports;
DROP TABLE supports;
DROP TABLE forbidden_matches;
DROP TABLE matches;
DROP TABLE matching_runs;
DROP TABLE shifts;
