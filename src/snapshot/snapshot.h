#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "snapshot/fwd.h"

// A container of independent FlatBuffers: header (magic, format), sorted directory, sections.
namespace stackql::snapshot {

enum class SectionKind : uint32_t { kRules, kService, kFacts, kActionService, kActionFacts };

struct Section {
  SectionKind kind = SectionKind::kRules;
  std::string name = {};   // the service; empty for kRules and facts
  std::string bytes = {};  // a finished FlatBuffer
};

// The bytes of a container; the same sections give the same bytes in any order.
std::string Write(std::vector<Section> sections);

class Snapshot;
// Joins the sections of several containers; of sections with the same kind and name, keeps the
// first.
std::string Join(const std::vector<Snapshot>& snapshots);

// A read-only view of a container. Copyable; the bytes must outlive it.
class Snapshot {
 public:
  // An empty snapshot if the bytes are not containers of this format.
  static Snapshot Open(std::string_view bytes);

  bool empty() const { return bytes_.empty(); }
  // Empty if there is no such section.
  std::string_view Find(SectionKind kind, std::string_view name) const;
  // All sections, copied, in the order of the directory.
  std::vector<Section> Sections() const;
  // Names of all sections of a kind, sorted.
  std::vector<std::string_view> Names(SectionKind kind) const;

 private:
  std::string_view bytes_;
};

// Views of sections that this program wrote itself; null if absent.
const Rules* GetRules(const Snapshot& snapshot);
const Service* GetService(const Snapshot& snapshot, std::string_view name);
const Facts* GetFacts(const Snapshot& snapshot);

}  // namespace stackql::snapshot
