#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "iam/action_reference.h"
#include "iam/arn.h"
#include "iam/known_values.h"
#include "operation/operation.h"
#include "value/value.h"

namespace stackql::iam {

// What the properties that an operation sets, or its identifier, say about resources of one type of
// the reference, which is not the operation's own.
struct Naming {
  // Under such a property, a name or an ARN; maybe an unknown one.
  struct Text {
    Arn text = {};
    ValueId value = kNoValue;           // kNoValue: part of the identifier
    std::string_view placeholder = {};  // of the type's ARN, that a name stands for; "": not known
  };
  bool known = false;  // there is a property that names such resources
  bool open = false;   // ... but whether it is set is not known, or there may be more
  std::vector<Text> texts = {};
};

// `facts` are those of the operation's type; null: there are none. What is not known of the
// properties in `free` leaves nothing open. `known`: what holes hold. `creations` are those of the
// same resource: what a patch that is all known leaves alone is as they set it.
Naming NamingOf(const Operation& operation, const Values& values, const snapshot::TypeArn* facts,
                std::string_view prefix, std::string_view arn_type, const Skips& free,
                const HoleTexts& known, std::span<const Operation* const> creations);

}  // namespace stackql::iam
