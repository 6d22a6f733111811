#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "fetch/archive.h"
#include "support/archives.h"

namespace stackql::fetch {
namespace {

using testing::HasSubstr;
using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

using Files = std::map<std::string, std::string>;

// What an archive gives, and what is wrong with it.
struct Content {
  Files files = {};
  std::string wrong = {};
};

Content ReadTar(std::string_view bytes, const ArchiveLimits& limits = {}) {
  Content content;
  const Result<void> unpacked =
      UnpackTarGz(bytes, limits, [&](std::string_view path, std::string_view text) {
        content.files.emplace(path, text);
        return Result<void>();
      });
  if (!unpacked) content.wrong = unpacked.error().message;
  return content;
}

Content ReadZip(std::string_view bytes, const ArchiveLimits& limits = {}) {
  Content content;
  const Result<void> unpacked =
      UnpackZip(bytes, limits, [&](std::string_view path, std::string_view text) {
        content.files.emplace(path, text);
        return Result<void>();
      });
  if (!unpacked) content.wrong = unpacked.error().message;
  return content;
}

TEST(TarGz, GivesItsFiles) {
  const std::string large(100'000, 'x');
  const Content content = ReadTar(TarGz({{"v1/", "", '5'},
                                         {"./v1/provider.yaml", "id: awscc\n"},
                                         {"v1/services/", "", '5'},
                                         {"v1/services/s3.yaml", large},
                                         {"v1/empty.yaml", "", '\0'}}));
  EXPECT_EQ(content.wrong, "");
  EXPECT_EQ(content.files, (Files{{"v1/provider.yaml", "id: awscc\n"},
                                  {"v1/services/s3.yaml", large},
                                  {"v1/empty.yaml", ""}}));
}

TEST(TarGz, ReadsTheLongNamesOfPosixAndGnu) {
  const std::string folder(150, 'f');
  const std::string record = " path=" + folder + "/x.yaml\n";
  const std::string posix = std::to_string(record.size() + 3) + record;
  const Content content =
      ReadTar(TarGz({{"pax_global_header", "20 comment=abcdefgh\n", 'g'},
                     {"PaxHeaders/x", posix, 'x'},
                     {"cut", "posix"},
                     {"././@LongLink", folder + "/y.yaml" + std::string(1, '\0'), 'L'},
                     {"cut", "gnu"}}));
  EXPECT_EQ(content.wrong, "");
  EXPECT_EQ(content.files, (Files{{folder + "/x.yaml", "posix"}, {folder + "/y.yaml", "gnu"}}));
}

TEST(TarGz, TakesSeveralGzipMembers) {
  const std::string tar = Tar({{"a.yaml", std::string(2000, 'a')}});
  const Content content = ReadTar(Gzip(tar.substr(0, 700)) + Gzip(tar.substr(700)));
  EXPECT_EQ(content.wrong, "");
  EXPECT_EQ(content.files.size(), 1U);
}

TEST(TarGz, RefusesHostileEntries) {
  const std::vector<std::pair<TarEntry, std::string>> cases = {
      {{"../outside.yaml", "x"},
       "The archive's entry '../outside.yaml' leads out of the archive with '..'"},
      {{"v1/../../outside.yaml", "x"}, "leads out of the archive"},
      {{"/etc/cron.d/x", "x"}, "has an absolute path"},
      {{"v1/link", "", '2', "/etc/passwd"}, "The archive's entry 'v1/link' is a symbolic link"},
      {{"v1/link", "", '1', "v1/provider.yaml"}, "is a hard link"},
      {{"v1/tty", "", '3'}, "is a device"},
      {{"v1/disk", "", '4'}, "is a device"},
      {{"v1/pipe", "", '6'}, "is a pipe"},
      {{"v1/sparse", "", 'S'}, "is neither a file nor a folder"},
      {{"v1/ok.yaml", "again"}, "The archive contains 'v1/ok.yaml' twice"},
      {{"v1/OK.yaml", "again"}, "The archive contains 'v1/OK.yaml' twice"},
      {{"./v1//ok.yaml", "again"}, "twice"},
      {{"v1\\evil.yaml", "x"}, "unusual characters"},
      {{"v1/\x1B[31m.yaml", "x"},
       "The archive's entry 'v1/?[31m.yaml' has a name with unusual characters"},
      {{"v1/c:evil.yaml", "x"}, "unusual characters"},
      {{"v1/dir/", "x"}, "is a file without a name"},
      {{"", "x"}, "is a file without a name"},
      {{"../", "", '5'}, "leads out of the archive"},
      {{"1/2/3/4/5/6/7/8/9", "x"}, "more than 8 folders deep"},
  };
  for (const auto& [entry, wrong] : cases) {
    const Content content = ReadTar(TarGz({{"v1/ok.yaml", "x"}, entry}));
    EXPECT_THAT(content.wrong, HasSubstr(wrong)) << entry.name;
    EXPECT_EQ(content.files.size(), 1U) << entry.name;
  }
}

TEST(TarGz, KeepsToItsLimits) {
  const ArchiveLimits limits = {.total = 250'000, .file = 100'000, .files = 4};
  const std::string most(100'000, 'x');
  EXPECT_EQ(ReadTar(TarGz({{"a", most}, {"b", most}}), limits).wrong, "");
  EXPECT_THAT(ReadTar(TarGz({{"a", most + "x"}}), limits).wrong, HasSubstr("'a' is larger than"));
  EXPECT_THAT(ReadTar(TarGz({{"a", most}, {"b", most}, {"c", most}}), limits).wrong,
              HasSubstr("The archive unpacks to more than"));
  EXPECT_THAT(ReadTar(TarGz({{"a"}, {"b"}, {"c"}, {"d"}, {"e"}}), limits).wrong,
              HasSubstr("more than 4 entries"));
}

TEST(TarGz, RefusesBombs) {
  // 12 MB of zeros are packed to 12 KB.
  const std::string bomb = TarGz({{"a.yaml", std::string(12U << 20U, '\0')}});
  EXPECT_LT(bomb.size(), 60'000U);
  EXPECT_THAT(ReadTar(bomb).wrong, HasSubstr("more than 200 times its size"));
  const std::string tail = Gzip(Tar({{"a.yaml", "x"}}) + std::string(12U << 20U, '\0'));
  EXPECT_THAT(ReadTar(tail).wrong, HasSubstr("continues after the end"));
  EXPECT_THAT(ReadTar(Gzip(Tar({{"a.yaml", "x"}}) + "more")).wrong, "");
}

TEST(TarGz, TellsDamage) {
  EXPECT_EQ(ReadTar("").wrong, "The archive is not a gzip file.");
  EXPECT_EQ(ReadTar("<html>").wrong, "The archive is not a gzip file.");
  EXPECT_EQ(ReadTar(Gzip("")).wrong, "The tar archive ends early.");
  EXPECT_EQ(ReadTar(Gzip(std::string(512, 'x'))).wrong, "A header of the tar archive is damaged.");
  const std::string good = TarGz({{"a.yaml", std::string(5000, 'a')}, {"b.yaml", "b"}});
  for (size_t size = 2; size < good.size(); ++size) {
    EXPECT_NE(ReadTar(good.substr(0, size)).wrong, "") << size;
  }
  std::string wrong_checksum = good;
  wrong_checksum[good.size() - 6] ^= 1;
  EXPECT_EQ(ReadTar(wrong_checksum).wrong, "The gzip stream is damaged.");
}

TEST(TarGz, GivesWhatTheReceiverSays) {
  const TakeFile refuse = [](std::string_view, std::string_view) { return Failed("no"); };
  EXPECT_EQ(UnpackTarGz(TarGz({{"a.yaml", "x"}}), {}, refuse).error().message, "no");
}

TEST(Zip, GivesItsFiles) {
  const std::string large(100'000, 'x');
  const Content content = ReadZip(Zip({{"aws-s3-bucket.json", large},
                                       {"folder/", "", 0040755, true},
                                       {"aws-ivs-stage.json", "{}", 0, true}}));
  EXPECT_EQ(content.wrong, "");
  EXPECT_EQ(content.files, (Files{{"aws-s3-bucket.json", large}, {"aws-ivs-stage.json", "{}"}}));
}

TEST(Zip, RefusesHostileEntries) {
  const std::vector<std::pair<ZipEntry, std::string>> cases = {
      {{"../outside.json", "x"}, "leads out of the archive"},
      {{"/etc/x.json", "x"}, "absolute path"},
      {{"link.json", "/etc/passwd", 0120777}, "is neither a file nor a folder"},
      {{"device.json", "", 0020666}, "is neither a file nor a folder"},
      {{"ok.json", "again"}, "The archive contains 'ok.json' twice"},
      {{"secret.json", "x", 0, false, 1}, "is encrypted"},
      {{"a.json", "x", 0, false, 0, "b.json"}, "has two names"},
      {{std::string("a\0.json", 7), "x"}, "unusual characters"},
  };
  for (const auto& [entry, wrong] : cases) {
    EXPECT_THAT(ReadZip(Zip({{"ok.json", "x"}, entry})).wrong, HasSubstr(wrong)) << entry.name;
  }
}

TEST(Zip, KeepsToItsLimits) {
  const ArchiveLimits limits = {.total = 250, .file = 100, .files = 4};
  const std::string most(100, 'x');
  EXPECT_EQ(ReadZip(Zip({{"a", most}, {"b", most}}), limits).wrong, "");
  EXPECT_THAT(ReadZip(Zip({{"a", most + "x"}}), limits).wrong, HasSubstr("'a' is larger than"));
  EXPECT_THAT(ReadZip(Zip({{"a", most}, {"b", most}, {"c", most}}), limits).wrong,
              HasSubstr("The archive unpacks to more than"));
  EXPECT_THAT(ReadZip(Zip({{"a"}, {"b"}, {"c"}, {"d"}, {"e"}}), limits).wrong,
              HasSubstr("more than 4 entries"));
  EXPECT_THAT(ReadZip(Zip({{"a.json", std::string(12U << 20U, '\0')}})).wrong,
              HasSubstr("more than 200 times its size"));
}

// Two entries of the directory that share one member's bytes.
TEST(Zip, RefusesOverlaps) {
  std::string bytes = Zip({{"a.json", "12345"}, {"b.json", "12345"}});
  const size_t second = bytes.rfind("PK\x01\x02");
  bytes.replace(second + 42, 4, Little(0, 4));
  EXPECT_EQ(ReadZip(bytes).wrong, "Entries of the archive overlap.");
}

TEST(Zip, TellsDamage) {
  EXPECT_EQ(ReadZip("").wrong, "The archive is not a complete zip file.");
  const std::string good = Zip({{"a.json", std::string(5000, 'a')}, {"b.json", "b", 0, true}});
  for (size_t size = 0; size < good.size(); ++size) {
    EXPECT_NE(ReadZip(good.substr(0, size)).wrong, "") << size;
  }
  std::string changed = good;
  changed[good.find("b.jsonb") + 6] = 'c';
  EXPECT_EQ(ReadZip(changed).wrong, "The archive's entry 'b.json' is damaged.");
}

// No bytes make the readers fall over; what they give is checked by the sanitizers.
TEST(Archives, SurviveChangedBytes) {
  std::mt19937 random(7);
  const std::string zip = Zip({{"a.json", std::string(500, 'a')}, {"b.json", "b", 0, true}});
  const std::string tar = Tar({{"x", "30 path=abc/def/ghi/jkl.yaml0\n", 'x'},
                               {"a.yaml", std::string(700, 'a')},
                               {"b.yaml", "b"}});
  for (int round = 0; round < 3000; ++round) {
    std::string changed = zip;
    for (int i = 0; i < 3; ++i) changed[random() % changed.size()] = static_cast<char>(random());
    ReadZip(changed);
    changed = tar;
    // Headers are summed up: change those bytes that are not, or repair the sum by a second change.
    const size_t at = random() % 512;
    changed[at] = static_cast<char>(changed[at] + 1);
    changed[(at + 1) % 512] = static_cast<char>(changed[(at + 1) % 512] - 1);
    ReadTar(Gzip(changed));
  }
}

}  // namespace
}  // namespace stackql::fetch
