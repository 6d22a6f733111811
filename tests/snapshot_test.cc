// The container: what is written is found again, and no bytes make it read outside of them.
#include "snapshot/snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace stackql::snapshot {
namespace {

std::vector<Section> Samples() {
  return {{SectionKind::kRules, "", "the rules"},
          {SectionKind::kService, "ivs", "i"},
          {SectionKind::kService, "ec2", std::string(1000, 'e')},
          {SectionKind::kService, "iv", ""},
          {SectionKind::kService, "s3", std::string("\0\1", 2)}};
}

TEST(Snapshot, FindsWhatWasWritten) {
  const std::string bytes = Write(Samples());
  const Snapshot snapshot = Snapshot::Open(bytes);
  ASSERT_FALSE(snapshot.empty());
  for (const Section& section : Samples()) {
    EXPECT_EQ(snapshot.Find(section.kind, section.name), section.bytes) << section.name;
  }
  for (const std::string_view name : {"", "i", "ivss", "a", "z", "IVS"}) {
    EXPECT_TRUE(snapshot.Find(SectionKind::kService, name).empty()) << name;
  }
  EXPECT_TRUE(snapshot.Find(SectionKind::kRules, "ivs").empty());
  EXPECT_EQ(snapshot.Names(SectionKind::kService),
            (std::vector<std::string_view>{"ec2", "iv", "ivs", "s3"}));
  EXPECT_EQ(snapshot.Names(SectionKind::kRules), (std::vector<std::string_view>{""}));
}

TEST(Snapshot, SectionsAreAlignedForReadingInPlace) {
  const std::string bytes = Write(Samples());
  const Snapshot snapshot = Snapshot::Open(bytes);
  for (const Section& section : Samples()) {
    const std::string_view found = snapshot.Find(section.kind, section.name);
    EXPECT_EQ((found.data() - bytes.data()) % 16, 0) << section.name;
  }
}

TEST(Snapshot, BytesDoNotDependOnTheOrderOfSections) {
  std::vector<Section> sections = Samples();
  const std::string bytes = Write(sections);
  std::mt19937 random(7);
  for (int i = 0; i < 20; ++i) {
    std::shuffle(sections.begin(), sections.end(), random);
    EXPECT_EQ(Write(sections), bytes);
  }
}

TEST(Snapshot, JoinsSectionsOfSeveral) {
  const std::string one = Write(Samples());
  const std::string two =
      Write({{SectionKind::kService, "ivs", "other"}, {SectionKind::kService, "sqs", "queues"}});
  const std::string joined = Join({Snapshot::Open(one), Snapshot::Open(two)});
  const Snapshot snapshot = Snapshot::Open(joined);
  for (const Section& section : Samples()) {
    EXPECT_EQ(snapshot.Find(section.kind, section.name), section.bytes) << section.name;
  }
  EXPECT_EQ(snapshot.Find(SectionKind::kService, "sqs"), "queues");
  EXPECT_EQ(snapshot.Sections().size(), Samples().size() + 1);
  EXPECT_EQ(Join({Snapshot::Open(one)}), one);
}

TEST(Snapshot, WithoutSectionsIsNoMistake) {
  const std::string bytes = Write({});
  const Snapshot snapshot = Snapshot::Open(bytes);
  EXPECT_FALSE(snapshot.empty());
  EXPECT_TRUE(snapshot.Names(SectionKind::kService).empty());
  EXPECT_EQ(GetRules(snapshot), nullptr);
  EXPECT_EQ(GetService(snapshot, "ivs"), nullptr);
}

TEST(Snapshot, NothingIsFoundInNothing) {
  for (const std::string& bytes : {std::string(), std::string(7, 'x'), std::string(4096, '\0')}) {
    const Snapshot snapshot = Snapshot::Open(bytes);
    EXPECT_TRUE(snapshot.empty());
    EXPECT_TRUE(snapshot.Find(SectionKind::kRules, "").empty());
    EXPECT_TRUE(snapshot.Names(SectionKind::kRules).empty());
    EXPECT_EQ(GetRules(snapshot), nullptr);
    EXPECT_EQ(GetService(snapshot, "ivs"), nullptr);
  }
}

// Reads all that the bytes seem to offer; the sanitizer sees whether anything else is read, as
// nothing lies behind the copy.
size_t ReadAll(std::string_view bytes) {
  const std::unique_ptr<char[]> copy(new char[bytes.size()]);
  std::memcpy(copy.get(), bytes.data(), bytes.size());
  const Snapshot snapshot = Snapshot::Open({copy.get(), bytes.size()});
  size_t sum = 0;
  for (const SectionKind kind : {SectionKind::kRules, SectionKind::kService}) {
    for (const std::string_view name : snapshot.Names(kind)) {
      for (const char c : name) sum += static_cast<unsigned char>(c);
      for (const char c : snapshot.Find(kind, name)) sum += static_cast<unsigned char>(c);
    }
    for (const std::string_view name : {"", "ec2", "ivs", "s3", "zz"}) {
      for (const char c : snapshot.Find(kind, name)) sum += static_cast<unsigned char>(c);
    }
  }
  return sum;
}

TEST(Snapshot, TruncatedBytesAreNoSnapshot) {
  const std::string bytes = Write(Samples());
  for (size_t size = 0; size < bytes.size(); ++size) {
    const std::string_view part = std::string_view(bytes).substr(0, size);
    EXPECT_TRUE(Snapshot::Open(part).empty()) << size;
    ReadAll(part);
  }
  EXPECT_TRUE(Snapshot::Open(bytes + "x").empty());
}

TEST(Snapshot, FlippedBitsAreReadWithinBounds) {
  const std::string bytes = Write(Samples());
  for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    ReadAll(flipped);
  }
}

TEST(Snapshot, RandomDirectoriesAreReadWithinBounds) {
  const std::string bytes = Write(Samples());
  const size_t directory_end = 24 + Samples().size() * 32;
  std::mt19937 random(11);
  const std::vector<uint64_t> nasty = {
      0,          1,          bytes.size(), bytes.size() - 1, UINT32_MAX,
      UINT64_MAX, 1ULL << 63, 16,           1ULL << 32,       UINT64_MAX - 15};
  for (int i = 0; i < 20'000; ++i) {
    std::string hostile = bytes;
    for (int j = 0; j < 2; ++j) {
      const size_t at = 16 + random() % ((directory_end - 24) / 8) * 8;
      const uint64_t word = nasty[random() % nasty.size()];
      std::memcpy(hostile.data() + at, &word, sizeof word);
    }
    ReadAll(hostile);
  }
}

}  // namespace
}  // namespace stackql::snapshot
