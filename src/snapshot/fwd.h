#pragma once

#include <cstdint>

// The tables of snapshots by name only: for headers that pass pointers on. Their definitions, in
// the generated headers, are long to parse. A name is added here when a header needs it.
namespace stackql::snapshot {

enum class Dialect : uint8_t;
enum class Handler : uint8_t;
enum class Severity : uint8_t;
enum class Source : uint8_t;
enum class Subject : uint8_t;
enum class TableKind : uint8_t;
enum class Type : uint8_t;
enum class Verb : uint8_t;

struct Among;
struct Dependents;
struct Example;
struct Facts;
struct Limit;
struct Literal;
struct Permissions;
struct Property;
struct Relation;
struct ResourceType;
struct Rule;
struct RuleUnique;
struct Rules;
struct RulesT;
struct RuleTarget;
struct Schema;
struct Service;
struct SqlTable;

// The same to be filled in.
struct DependentsT;
struct FactsT;
struct RelationT;
struct ResourceTypeT;
struct RulesT;
struct RuleT;
struct RuleTargetT;
struct SchemaT;
struct ServiceT;
struct SqlTableT;

enum class AccessLevel : uint8_t;

struct Action;
struct ActionFacts;
struct ActionRepair;
struct ActionService;
struct AddedAction;
struct ArnType;
struct ConditionKey;
struct EscalationPath;
struct Exposure;
struct PropertyPolicy;
struct TypeArn;

struct ActionFactsT;
struct ActionServiceT;

}  // namespace stackql::snapshot
