DROP TABLE registers;
DROP TABLE awards;
DROP TABLE decisions;
DROP TABLE tiers;
DROP TABLE programmes;
