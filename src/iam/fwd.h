#pragma once

namespace stackql::iam {

class ActionReference;

}  // namespace stackql::iam
