#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "catalog/schema_compiler.h"

namespace stackql::catalog {
namespace {

// The generator's replacements, in its order: each acronym becomes one word.
constexpr std::array<std::pair<std::string_view, std::string_view>, 40> kWords = {{
    {"DB", "Db"},       {"ARN", "Arn"},         {"WAN", "Wan"},
    {"URL", "Url"},     {"VPCDHCP", "VpcDhcp"}, {"EC2Fleet", "Ec2_Fleet"},
    {"VPC", "Vpc"},     {"DHCP", "Dhcp"},       {"DNS", "Dns"},
    {"IP", "Ip"},       {"IAM", "Iam"},         {"IPAM", "Ipam"},
    {"TLS", "Tls"},     {"SSM", "Ssm"},         {"CNAME", "Cname"},
    {"SQ", "Sq"},       {"ML", "Ml"},           {"SKU", "Sku"},
    {"KMS", "Kms"},     {"OK", "Ok"},           {"CA", "Ca"},
    {"ID", "Id"},       {"TTL", "Ttl"},         {"URI", "Uri"},
    {"LB", "Lb"},       {"SNS", "Sns"},         {"AWS", "Aws"},
    {"ACL", "Acl"},     {"AZ", "Az"},           {"API", "Api"},
    {"MSK", "Msk"},     {"ECS", "Ecs"},         {"EBS", "Ebs"},
    {"CWE", "Cwe"},     {"SSE", "Sse"},         {"HPO", "Hpo"},
    {"LF", "Lf"},       {"WAL", "Wal"},         {"MFA", "Mfa"},
    {"OAuth", "Oauth"},
}};

// Names that are words of SQL get a leading underscore.
constexpr std::array<std::string_view, 7> kReserved = {"values", "schema", "database", "format",
                                                       "update", "force",  "match"};

// Every acronym begins with two capitals.
bool MayHaveAcronym(std::string_view name) {
  const auto both = [](char a, char b) { return IsUpper(a) && IsUpper(b); };
  return std::adjacent_find(name.begin(), name.end(), both) != name.end();
}

}  // namespace

std::string ColumnName(std::string_view property) {
  std::string name(property);
  if (MayHaveAcronym(property)) {
    for (const auto& entry : kWords) ReplaceAll(name, entry.first, entry.second);
  }
  std::string column;
  for (size_t at = 0; at < name.size(); ++at) {
    column += name[at];
    // Pairs do not overlap: the capital just written begins no pair itself.
    if (at + 1 < name.size() && IsWord(name[at]) && IsUpper(name[at + 1])) {
      column += '_';
      column += name[++at];
    }
  }
  for (char& c : column) {
    if (IsUpper(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  for (const std::string_view reserved : kReserved) {
    if (column == reserved) return "_" + column;
  }
  return column;
}

bool IsColumnOf(std::string_view column, std::string_view property) {
  if (column.empty() || property.empty()) return false;
  // Nothing in a name becomes another letter.
  const char first = column.front();
  return (first == '_' || first == Lower(property.front())) && ColumnName(property) == column;
}

}  // namespace stackql::catalog
