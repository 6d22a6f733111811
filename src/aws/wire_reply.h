#pragma once

#include <string>

#include "aws/calls.h"

namespace stackql::aws {

// Reads the body of a reply with status 200. False if it is not what the service promises: cut off,
// from somebody else, of another shape. Then nobody knows an answer.
bool Decode(const std::string& body, Resource& reply);
bool Decode(const std::string& body, TypeDescription& reply);
bool Decode(const std::string& body, Identity& reply);
bool Decode(const std::string& body, Role& reply);
bool Decode(const std::string& body, SimulationPage& reply);
bool Decode(const std::string& body, ValidationPage& reply);

}  // namespace stackql::aws
