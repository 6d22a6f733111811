-- One statement a line: what tests/oracle/parser/generate.py mutates.
SELECT a, b AS c, count(*) AS count FROM awscc.ivs.stages WHERE region = 'eu-west-1' AND Identifier = 'x' GROUP BY a HAVING count(*) > 1 ORDER BY a DESC LIMIT 3 OFFSET 2
SELECT json_extract(tags, '$[0].Key') AS k, tags -> '$.a' AS v FROM awscc.ivs.stages s WHERE s.region IN ('a', 'b') AND name LIKE 'x%' ESCAPE '!'
SELECT count(*) AS count FROM (SELECT json_equal(tags, '[{"Key":"k"}]') AS same FROM awscc.ivs.stages WHERE region = 'x' AND Identifier = 'y') t WHERE same = 1
SELECT a.x, b.y FROM t a INNER JOIN u b ON a.id = b.id LEFT OUTER JOIN v USING (id) WHERE a.x IS NOT NULL
SELECT CASE WHEN a = 1 THEN 'x' WHEN b BETWEEN 1 AND 2 THEN 'y' ELSE NULL END AS c, CAST(a AS char(3)), CONVERT(a, signed) FROM t
SELECT sum(a) OVER (PARTITION BY b ORDER BY c ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS s FROM t
WITH x AS (SELECT a FROM t), y (b) AS (SELECT 1 UNION ALL SELECT 2) SELECT * FROM x, y WHERE x.a = y.b
SELECT a FROM t UNION SELECT b FROM u UNION ALL (SELECT c FROM v) ORDER BY a LIMIT 1
SELECT a FROM (SELECT b AS a FROM t WHERE c = 1) AS x JOIN (SELECT 1 AS d) y ON x.a = y.d
SELECT s.value FROM awscc.ivs.stages, json_each(tags) s WHERE region = 'x'
SELECT group_concat(DISTINCT a ORDER BY b SEPARATOR ','), substring(a FROM 1 FOR 2), if(a = 1, 'b', 'c') FROM t
SELECT a::char, b, f(a::json, 'k'), -1 + 2 * (3 - a) % 4, NOT a, a || b, a XOR b FROM t WHERE EXISTS (SELECT 1 FROM u)
SELECT DISTINCT t.*, 'x' AS y, INTERVAL '1 day', date '2020-01-01' FROM t FOR UPDATE
INSERT INTO awscc.ivs.stages (Name, Tags, region) SELECT 'demo', '[{"Key":"a","Value":"b"}]', 'us-east-1' RETURNING ProgressEvent, RequestToken AS t
INSERT INTO awscc.s3.buckets (BucketName, region) VALUES ('demo', 'us-east-1'), ('other', 'eu-west-1') ON DUPLICATE KEY UPDATE a = 1 RETURNING *
INSERT INTO t (a) SELECT b FROM u WHERE c = 'd'
UPDATE awscc.ivs.stages SET PatchDocument = string('[{"op":"replace"}]'), b = 1 WHERE region = 'x' AND Identifier = 'y' RETURNING ErrorCode
UPDATE t SET a = b.c FROM b WHERE t.id = b.id ORDER BY a LIMIT 1
REPLACE t SET a = 'b' WHERE c = 'd'
DELETE FROM awscc.ivs.stages WHERE Identifier = 'x' AND region = 'y' LIMIT 1 RETURNING *
DELETE FROM t USING u WHERE t.a = u.a
DELETE a, b FROM t a JOIN t b ON a.x = b.x WHERE a.y = 1
EXEC aws.ec2.instances.stop @region='us-west-2', @id='i-1' @@json='{"a":1}'
SELECT x FROM (EXEC g.c.p.m @a='b')
SHOW EXTENDED SERVICES IN aws LIKE 'e%'
SHOW METHODS IN awscc.ec2.vpcs
SHOW INSERT INTO awscc.ivs.stages
SHOW TABLES FROM t LIKE 'x'
DESCRIBE EXTENDED awscc.ivs.stages
DESCRIBE METHOD EXTENDED p.s.r.m
EXPLAIN FORMAT = JSON SELECT a FROM t
REGISTRY PULL awscc v26.03.00379
REGISTRY LIST awscc
AUTH LOGIN google SERVICEACCOUNT 'a' 'b'
CREATE OR REPLACE MATERIALIZED VIEW v AS SELECT a FROM t
CREATE TABLE IF NOT EXISTS t (a int)
CREATE UNIQUE INDEX i ON t (a)
DROP VIEW IF EXISTS v
DROP TABLE IF EXISTS t, u
REFRESH MATERIALIZED VIEW v
ALTER TABLE t ADD COLUMN a int
BEGIN
START TRANSACTION
COMMIT
ROLLBACK TO SAVEPOINT s
SAVEPOINT s
RELEASE SAVEPOINT s
SET a = 1, @@b = ON
SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY
PURGE conservative
NATIVEQUERY 'SELECT 1'
SLEEP 5
USE awscc
STREAM * FROM t
DO sleep(1), 2
TRUNCATE TABLE t
ANALYZE TABLE t
LOCK TABLES t READ
SELECT a FROM t WHERE b ILIKE 'x' AND c ~ 'y'
SELECT ARRAY[1, 2], a[1], (r).f FROM t
SELECT count(*) FILTER (WHERE a) FROM t
SELECT a FROM t GROUP BY GROUPING SETS ((a), ())
SELECT DISTINCT ON (a) b FROM t ORDER BY a NULLS LAST
SELECT a FROM t TABLESAMPLE system (1)
SELECT a FROM t FETCH FIRST 3 ROWS ONLY
INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO NOTHING
INSERT INTO t DEFAULT VALUES
MERGE INTO t USING u ON a = b WHEN MATCHED THEN DELETE
SELECT a FROM t WHERE b = ANY (SELECT 1) OR c > ALL (SELECT 2)
SELECT extract(year FROM a), position('x' IN a), trim(BOTH 'x' FROM a) FROM t
SELECT sum(a) OVER w FROM t WINDOW w AS (ORDER BY b)
SELECT * FROM LATERAL (SELECT 1) x, generate_series(1, 2) AS g (n)
VALUES (1), (2)
EXEC t , @a = 'x', @b = 1 @@json = '{}'
ALTER TABLE t ADD COLUMN == a
CREATE TABLE a.b.c.d (x int)
CREATE TABLE a.b.c.d
CREATE TABLE a.b.c.d.e
SELECT @ a FROM t
