DROP TABLE data_leaks;
DROP TABLE data_requests;
