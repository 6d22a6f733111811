#pragma once

#include <string_view>

namespace stackql::sql {

// StackQL's grammar (stackql-parser v0.0.16), in a notation of our own, one rule to a line:
//
//   WORD  a keyword      'x'   a symbol       <x>   a class of tokens; see grammarc_main.cc
//   [x]   x or nothing   x*    any number     {x}   one or more, with commas between
//   x|y   the first that matches              !x    x does not follow here
//
// A choice is tried in order and what matched is kept, as the tables of the original, which prefer
// to shift, do.
inline constexpr std::string_view kGrammar = R"(
statement = select | insert | update | delete | exec | show | describe | explain | set | create | drop | alter | other

select = query (union_part)*
query = next_value | base tail | united
united = '(' query union_part union_part* ')'
union_part = UNION [ALL | DISTINCT] (base | '(' select ')') tail
next_value = SELECT [SQL_NO_CACHE | SQL_CACHE] NEXT (<value> | (<integer> | <bind>) VALUES) (FOR | FROM) table
base = [with] SELECT [option] [option] [option] [option] items [FROM references] [WHERE expression] [GROUP BY {expression}] [HAVING expression]
option = SQL_NO_CACHE | SQL_CACHE | DISTINCT | DISTINCTROW | STRAIGHT_JOIN | SQL_CALC_FOUND_ROWS
tail = [order_by] [limit] [FOR UPDATE | LOCK IN SHARE MODE]
order_by = ORDER BY {expression [ASC | DESC]}
limit = LIMIT expression [(',' | OFFSET) expression]
with = WITH [RECURSIVE] {<word> ['(' {<word>} ')'] AS '(' select ')'}
items = {item}
item = '*' | <word> '.' [<label> '.'] '*' | expression [[AS] alias]
alias = <word> | <string>

references = {reference}
reference = (table_function | factor) join*
join = (JOIN | INNER JOIN | CROSS JOIN) factor [condition] | STRAIGHT_JOIN factor [ON expression] | outer reference condition | NATURAL (JOIN | outer) factor
outer = (LEFT | RIGHT) [OUTER] JOIN
condition = ON expression | USING '(' {<word>} ')'
table_function = (JSON_EACH | JSON_ARRAY_ELEMENTS_TEXT) '(' [items] ')' [[AS] alias]
factor = '(' execution ')' | '(' select ')' [AS] <word> | '(' references ')' | table [PARTITION '(' {<word>} ')'] [[AS] alias] [hint]
hint = USE INDEX '(' [{<word>}] ')' | (IGNORE | FORCE) INDEX '(' {<word>} ')'
table = <word> ['.' <label> ['.' <label> ['.' <label>]]]

insert = INSERT [IGNORE] [INTO] table [PARTITION '(' {<word>} ')'] data [ON DUPLICATE KEY UPDATE {assignment}] [returning]
data = rows | '(' {<word> ['.' <word>]} ')' (rows | select) | select
rows = VALUES {'(' [{expression}] ')'}
returning = RETURNING items
update = (UPDATE | REPLACE) [IGNORE] references SET {assignment} [FROM references] [WHERE expression] [order_by] [limit] [returning]
assignment = column '=' expression
delete = DELETE (FROM deleted | ({<word> '.' '*'} | {table}) (FROM | USING) references [WHERE expression] [returning])
deleted = {table} USING references [WHERE expression] [returning] | table [PARTITION '(' {<word>} ')'] [WHERE expression] [order_by] [limit] [returning]

expression = term ((AND | OR | XOR) term)*
term = NOT* (EXISTS subquery | DEFAULT '(' <id> ')' | !(DEFAULT '(') predicate) (IS [NOT] (NULL | TRUE | FALSE) | <cast>)*
predicate = value [<compare> value | [NOT] (IN among | LIKE value [ESCAPE value] | (REGEXP | RLIKE) value | BETWEEN value AND value)]
among = subquery | '(' {expression} ')' | <cast>
value = prefix* primary (<operator> prefix* primary | COLLATE charset)*
prefix = '+' | '-' | '~' | '!' | BINARY | _BINARY | _UTF8 | _UTF8MB4 | _LATIN1
primary = !(MATCH '(') name | literal | TRUE | FALSE | subquery | '(' {expression} ')' | function | INTERVAL (<interval> | !<string> value <word>)
literal = <string> | <number> | <bind> | NULL
subquery = '(' base tail union_part* ')'
name = <word> (arguments [over] | '.' <label> '(' [items] ')' [over] | ['.' <label> ['.' <label>]] [arrow])
arrow = ('->' | '->>') literal
arguments = '(' (DISTINCT items | DISTINCTROW items | [items]) ')'
over = OVER '(' [PARTITION BY {expression}] [order_by] [frame] ')'
frame = (ROWS | RANGE) (BETWEEN bound AND bound | bound)
bound = CURRENT ROW | UNBOUNDED (PRECEDING | FOLLOWING) | value (PRECEDING | FOLLOWING)
column = <word> ['.' <label> ['.' <label>]]
charset = <id> | <string>

function = (LEFT | RIGHT | IF | MOD | REPLACE) '(' items ')' | (DATABASE | SCHEMA) '(' [items] ')' | substring | cast | match | concat | case | VALUES '(' column ')' | time
substring = (SUBSTR | SUBSTRING) '(' ((column | <string>) FROM value FOR value | items) ')'
cast = CONVERT '(' expression (',' type | USING charset) ')' | CAST '(' expression AS type ')'
type = BINARY [length] | CHAR [length] [CHARACTER SET (<id> | BINARY) | <id>] | DATE | (DATETIME | NCHAR | TIME) [length] | DECIMAL ['(' <integer> [',' <integer>] ')'] | REAL | JSON | (SIGNED | UNSIGNED) [INTEGER]
length = '(' <integer> ')'
match = MATCH '(' items ')' AGAINST '(' value [IN BOOLEAN MODE | IN NATURAL LANGUAGE MODE [WITH QUERY EXPANSION] | WITH QUERY EXPANSION] ')'
concat = GROUP_CONCAT '(' [DISTINCT | DISTINCTROW] items [order_by] [SEPARATOR <string>] [limit] ')'
case = CASE [expression] WHEN expression THEN expression (WHEN expression THEN expression)* [ELSE expression] END
time = (CURRENT_TIMESTAMP | UTC_TIMESTAMP | UTC_TIME | LOCALTIME | LOCALTIMESTAMP | CURRENT_TIME) ['(' [value] ')'] | (UTC_DATE | CURRENT_DATE) ['(' ')'] | (TIMESTAMPADD | TIMESTAMPDIFF) '(' <word> ',' value ',' value ')'

exec = execution
execution = EXEC table [[','] {<at> '=' literal}] [<payload> '=' literal]

show = SHOW (AUTH [<id>] | BINARY <id> rest | CHARACTER SET filter | CHARSET filter | CREATE shown_source | DATABASES rest | ENGINES | PLUGINS | WARNINGS | PROCEDURE rest | TABLE rest | COLLATION [WHERE expression] | VITESS_METADATA VARIABLES [LIKE <string>] | VSCHEMA (TABLES | VINDEXES [ON table]) | TRANSACTION ISOLATION LEVEL | [SESSION | GLOBAL] (STATUS | VARIABLES) rest | [FULL] (COLUMNS | FIELDS) FROM table [within] filter | [FULL] (TABLES | PROCESSLIST) [within] filter | [EXTENDED] shown)
shown_source = (DATABASE | PROCEDURE | TRIGGER | VIEW) rest | TABLE table | <id> rest
shown = (INDEX | KEYS | INDEXES) (FROM | IN) table [within] filter | INSERT [INTO] table ['(' {<word>} ')'] filter | <id> [(FROM | IN) table] filter
within = (FROM | IN) <word>
filter = [LIKE <string> | WHERE expression]

describe = DESCRIBE METHOD [EXTENDED] <label> '.' <label> '.' <label> '.' <label>
explain = !(DESCRIBE METHOD) (EXPLAIN | DESCRIBE | DESC) ([FULL] [EXTENDED] table [<word> | <string>] | [FORMAT '=' (JSON | TREE | VITESS | TRADITIONAL) | ANALYZE] (select | update | insert | delete))

set = SET ([SESSION | GLOBAL] TRANSACTION {characteristic} | [(SESSION | GLOBAL) !'='] {setting})
characteristic = ISOLATION LEVEL (REPEATABLE READ | READ COMMITTED | READ UNCOMMITTED | SERIALIZABLE) | READ (WRITE | ONLY)
setting = <label> ('=' | TO) (ON | OFF | expression) | (CHARSET | CHARACTER SET | NAMES) (<word> | <string>) [COLLATE charset]

create = CREATE ([TEMP | TEMPORARY] TABLE [IF NOT EXISTS] created | [OR REPLACE] [MATERIALIZED] VIEW table AS select | (DATABASE | SCHEMA) [IF NOT EXISTS] <id> rest | [UNIQUE | !INDEX <word>] INDEX <id> [USING <word>] ON table rest)
created = <word> ('.' <label> ('.' <label> ('.' <label> <all> <all>* | uncreated) | uncreated) | uncreated)
uncreated = !'.' <all>*
drop = DROP (TABLE [IF EXISTS] {table} | INDEX <id> ON table rest | [MATERIALIZED] VIEW [IF EXISTS] table rest | (DATABASE | SCHEMA) [IF EXISTS] <id>)
alter = ALTER (VIEW table rest | (DATABASE | SCHEMA) <id> rest | VSCHEMA alter_vschema | [IGNORE] TABLE table alter_table)
alter_table = ADD alter_object anything | DROP alter_object anything | RENAME ((INDEX | KEY) anything | [TO | AS] table) | REORGANIZE PARTITION <word> INTO '(' {PARTITION <word> VALUES LESS THAN '(' (value | MAXVALUE) ')'} ')' | (ALTER | AUTO_INCREMENT | CHARACTER | COMMENT | DEFAULT | ORDER | CONVERT | PARTITION | <unused> | <id>) anything
alter_object = CHECK | COLUMN | CONSTRAINT | FOREIGN | FULLTEXT | <id> | INDEX | KEY | PRIMARY | SPATIAL | PARTITION | UNIQUE
alter_vschema = (CREATE VINDEX table vindex | DROP VINDEX table | (ADD | DROP) TABLE table | ADD SEQUENCE table | ON table (ADD VINDEX <word> '(' {<word>} ')' vindex | DROP VINDEX <word> | ADD AUTO_INCREMENT <word> USING table))
vindex = [USING <id>] [WITH {<label> '=' (<label> | <string> | <integer>)}]

other = transaction | registry | STREAM item FROM table | DO {expression} | (REPAIR | OPTIMIZE | FLUSH) anything | (LOCK | UNLOCK) TABLES anything | TRUNCATE [TABLE] table | ANALYZE TABLE table | RENAME TABLE {table TO table} | USE [<word>] | SLEEP <integer> | PURGE [table] | NATIVEQUERY <string> | REFRESH MATERIALIZED VIEW table
transaction = BEGIN | START TRANSACTION | COMMIT | ROLLBACK [[WORK] TO [SAVEPOINT] <word>] | SAVEPOINT <word> | RELEASE SAVEPOINT <word>
registry = [STACKQL] (AUTH (LOGIN [<id>] [(INTERACTIVE | SERVICEACCOUNT | SA) [<string> <string>]] | REVOKE [<id>]) | REGISTRY (PULL <id> [<id> | <string>] | LIST [<id> | <string>]))
rest = [('(' | <label>) anything]
anything = <any>*
)";

}  // namespace stackql::sql
