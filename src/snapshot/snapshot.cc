#include "snapshot/snapshot.h"

#include <algorithm>
#include <cstring>

#include "snapshot/snapshot_tables.h"

namespace stackql::snapshot {
namespace {

// Layout: Header, then `count` Entries sorted by (kind, name), then names and sections. Sections
// are aligned, so that FlatBuffers may be read in place. All numbers are of the machine: a snapshot
// is made for the program that embeds it, or for a cache on the same machine.
constexpr char kMagic[8] = {'S', 'Q', 'L', 'I', 'N', 'T', '0', '1'};
constexpr size_t kAlignment = 16;

struct Header {
  char magic[8] = {};
  uint64_t size = 0;  // of the whole container
  uint32_t count = 0;
  uint32_t reserved = 0;
};

struct Entry {
  uint32_t kind = 0;
  uint32_t name_size = 0;
  uint64_t name = 0;  // offsets from the beginning of the container
  uint64_t begin = 0;
  uint64_t size = 0;
};

bool Inside(std::string_view bytes, uint64_t begin, uint64_t size) {
  return begin <= bytes.size() && size <= bytes.size() - begin;
}

Entry EntryAt(std::string_view bytes, uint32_t index) {
  Entry entry;
  std::memcpy(&entry, bytes.data() + sizeof(Header) + index * sizeof(Entry), sizeof entry);
  return entry;
}

std::string_view NameOf(std::string_view bytes, const Entry& entry) {
  return bytes.substr(entry.name, entry.name_size);
}

uint32_t CountOf(std::string_view bytes) {
  Header header;
  std::memcpy(&header, bytes.data(), sizeof header);
  return header.count;
}

void Align(std::string& bytes) {
  bytes.resize((bytes.size() + kAlignment - 1) / kAlignment * kAlignment, '\0');
}

// Position of the first entry that is not before (kind, name).
uint32_t LowerBound(std::string_view bytes, SectionKind kind, std::string_view name) {
  uint32_t low = 0;
  uint32_t high = CountOf(bytes);
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    const Entry entry = EntryAt(bytes, middle);
    const auto wanted = static_cast<uint32_t>(kind);
    const bool before = entry.kind != wanted ? entry.kind < wanted : NameOf(bytes, entry) < name;
    if (before) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace

std::string Write(std::vector<Section> sections) {
  std::sort(sections.begin(), sections.end(), [](const Section& a, const Section& b) {
    return a.kind != b.kind ? a.kind < b.kind : a.name < b.name;
  });
  std::vector<Entry> entries;
  std::string body;
  const size_t start = sizeof(Header) + sections.size() * sizeof(Entry);
  for (const Section& section : sections) {
    entries.push_back({.kind = static_cast<uint32_t>(section.kind),
                       .name_size = static_cast<uint32_t>(section.name.size()),
                       .name = start + body.size()});
    body += section.name;
  }
  std::string bytes(start, '\0');
  bytes += body;
  for (size_t i = 0; i < sections.size(); ++i) {
    Align(bytes);
    entries[i].begin = bytes.size();
    entries[i].size = sections[i].bytes.size();
    bytes += sections[i].bytes;
  }
  Align(bytes);
  Header header = {.size = bytes.size(), .count = static_cast<uint32_t>(sections.size())};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  std::memcpy(bytes.data(), &header, sizeof header);
  if (!entries.empty()) {
    std::memcpy(bytes.data() + sizeof header, entries.data(), entries.size() * sizeof(Entry));
  }
  return bytes;
}

Snapshot Snapshot::Open(std::string_view bytes) {
  Snapshot snapshot;
  Header header;
  if (bytes.size() < sizeof header) return snapshot;
  std::memcpy(&header, bytes.data(), sizeof header);
  if (std::memcmp(header.magic, kMagic, sizeof kMagic) != 0 || header.size != bytes.size()) {
    return snapshot;
  }
  if (header.count > (bytes.size() - sizeof header) / sizeof(Entry)) return snapshot;
  for (uint32_t i = 0; i < header.count; ++i) {
    const Entry entry = EntryAt(bytes, i);
    if (!Inside(bytes, entry.name, entry.name_size) || !Inside(bytes, entry.begin, entry.size) ||
        entry.begin % kAlignment != 0) {
      return snapshot;
    }
  }
  snapshot.bytes_ = bytes;
  return snapshot;
}

std::string_view Snapshot::Find(SectionKind kind, std::string_view name) const {
  if (empty()) return {};
  const uint32_t at = LowerBound(bytes_, kind, name);
  if (at == CountOf(bytes_)) return {};
  const Entry entry = EntryAt(bytes_, at);
  if (entry.kind != static_cast<uint32_t>(kind) || NameOf(bytes_, entry) != name) return {};
  return bytes_.substr(entry.begin, entry.size);
}

std::vector<std::string_view> Snapshot::Names(SectionKind kind) const {
  std::vector<std::string_view> names;
  if (empty()) return names;
  const uint32_t count = CountOf(bytes_);
  for (uint32_t i = LowerBound(bytes_, kind, {}); i < count; ++i) {
    const Entry entry = EntryAt(bytes_, i);
    if (entry.kind != static_cast<uint32_t>(kind)) break;
    names.push_back(NameOf(bytes_, entry));
  }
  return names;
}

std::vector<Section> Snapshot::Sections() const {
  std::vector<Section> sections;
  const uint32_t count = empty() ? 0 : CountOf(bytes_);
  for (uint32_t i = 0; i < count; ++i) {
    const Entry entry = EntryAt(bytes_, i);
    sections.push_back({.kind = static_cast<SectionKind>(entry.kind),
                        .name = std::string(NameOf(bytes_, entry)),
                        .bytes = std::string(bytes_.substr(entry.begin, entry.size))});
  }
  return sections;
}

std::string Join(const std::vector<Snapshot>& snapshots) {
  std::vector<Section> all;
  for (const Snapshot& snapshot : snapshots) {
    for (Section& section : snapshot.Sections()) {
      const bool known = std::ranges::any_of(all, [&](const Section& other) {
        return other.kind == section.kind && other.name == section.name;
      });
      if (!known) all.push_back(std::move(section));
    }
  }
  return Write(std::move(all));
}

const Rules* GetRules(const Snapshot& snapshot) {
  const std::string_view bytes = snapshot.Find(SectionKind::kRules, {});
  return bytes.empty() ? nullptr : flatbuffers::GetRoot<Rules>(bytes.data());
}

const Facts* GetFacts(const Snapshot& snapshot) {
  const std::string_view bytes = snapshot.Find(SectionKind::kFacts, {});
  return bytes.empty() ? nullptr : flatbuffers::GetRoot<Facts>(bytes.data());
}

const Service* GetService(const Snapshot& snapshot, std::string_view name) {
  const std::string_view bytes = snapshot.Find(SectionKind::kService, name);
  return bytes.empty() ? nullptr : flatbuffers::GetRoot<Service>(bytes.data());
}

}  // namespace stackql::snapshot
