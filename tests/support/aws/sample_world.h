#pragma once

#include "support/aws/world.h"

namespace stackql::aws_double {

// A small account with something of everything: buckets on three pages, a type with a compound
// identifier, one that lists only with a model, one without handlers, a secret property, policies.
World SampleWorld();

}  // namespace stackql::aws_double
