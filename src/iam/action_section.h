#pragma once

#include <string>

#include "snapshot/fwd.h"

namespace stackql::iam {

// The bytes of a snapshot's section. Sorts what is looked up by name, and finds if the service is
// a regional one.
std::string ServiceSection(snapshot::ActionServiceT service);
std::string FactsSection(snapshot::ActionFactsT facts);

}  // namespace stackql::iam
