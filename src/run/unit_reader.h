#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "run/run.h"
#include "snapshot/snapshot.h"

namespace stackql {

struct BoundUnit;

// Reads what lies under the paths of a run, unit by unit, each with the configuration and the
// documents in force for it.
class UnitReader {
 public:
  // `options` must outlive it.
  UnitReader(const RunOptions& options, const snapshot::Snapshot& builtin);
  ~UnitReader();

  // The units, in the order of their paths; 0 if something stops the run.
  size_t size() const;
  // Reads one of them. It must not outlive the reader. May be called from several threads at once.
  std::unique_ptr<BoundUnit> Read(size_t number) const;
  // The same with drafts that go before those of the options.
  std::unique_ptr<BoundUnit> Read(size_t number, const Drafts& drafts) const;

  // Reads the next one, and notes what of it could not be read. Null after the last.
  std::unique_ptr<BoundUnit> Next();

  // What stops the run, what could not be read, and the rules. To be called once, at the end.
  RunResult Finish();

 private:
  class Workspace;
  std::unique_ptr<Workspace> workspace_;
  size_t next_ = 0;
};

using Units = std::vector<std::unique_ptr<BoundUnit>>;

// All units of a run at once.
struct ReadUnits {
  ReadUnits();
  ReadUnits(ReadUnits&& other) noexcept;
  ~ReadUnits();

  std::unique_ptr<UnitReader> reader = {};  // outlives the units
  Units units;
  RunResult result = {};
};
ReadUnits ReadAll(const RunOptions& options, const snapshot::Snapshot& builtin);

}  // namespace stackql
