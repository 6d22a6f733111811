#pragma once

#include <array>
#include <string_view>

namespace stackql::cli {

// What the rules of a family are about.
struct RuleFamily {
  std::string_view name;
  std::string_view about;
};

inline constexpr std::array kRuleFamilies = {
    RuleFamily{"CFG", "the configuration, and rule documents of your own"},
    RuleFamily{"IAM", "IAM policies: their form, and what they allow"},
    RuleFamily{"LIV", "differences from what is deployed, which 'verify' finds"},
    RuleFamily{"LNT", "comments that suppress findings"},
    RuleFamily{"MAN", "manifests: fields, resources, exports, and what a deploy does with them"},
    RuleFamily{"NAM", "names and other texts that AWS accepts in one form only"},
    RuleFamily{"REL", "properties of a resource that depend on each other or on other resources"},
    RuleFamily{"RES", "properties by the schemas of resource types"},
    RuleFamily{"SEC", "access that is open to everyone, and passwords that everyone can read"},
    RuleFamily{"SQL", "queries: anchors, syntax, tables, columns and parameters"},
    RuleFamily{"STG", "stages of IVS"},
    RuleFamily{"TAG", "tags"},
    RuleFamily{"TPL", "templates: variables, filters and functions"},
};

}  // namespace stackql::cli
