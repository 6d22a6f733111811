#include "fetch/pull.h"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "base/digest.h"
#include "base/path.h"
#include "fetch/documents_digest.h"
#include "fetch/lock_file.h"
#include "fetch/registry_index.h"
#include "fetch/staging.h"
#include "fetch/unpack.h"
#include "fetch/version.h"

namespace stackql::fetch {
namespace {

constexpr uint64_t kLargestArchive = 64ULL << 20U;
constexpr uint64_t kLargestIndex = 4ULL << 20U;

// One pull; each step returns false with the error set if it ends there.
class Puller {
 public:
  explicit Puller(const PullOptions& options) : options_(options) {}

  Pulled Run() {
    const bool done =
        ReadPins() && ChooseVersion() && (options_.offline ? UseWhatIsThere() : Replace());
    if (!done && pulled_.error.empty()) pulled_.error = "Interrupted.";
    return std::move(pulled_);
  }

 private:
  bool Fail(std::string error) {
    pulled_.error = std::move(error);
    return false;
  }

  bool Provider() const { return options_.source.kind == Source::Kind::kAwscc; }
  bool Verify() const { return options_.verify && Provider(); }
  bool Cancelled() const { return options_.progress && !options_.progress(0, 0); }

  bool ReadPins() {
    if (Verify()) {
      std::string warning = CertificateWarning(options_.certificate, options_.now);
      if (!warning.empty()) pulled_.warnings.push_back(std::move(warning));
    }
    Result<Lock> lock = ReadLock(options_.lock_path);
    if (!lock) {
      return Fail(lock.error().message +
                  " Restore it from version control, or remove it to pin again.");
    }
    lock_ = std::move(*lock);
    const auto found = lock_.find(options_.source.Name());
    if (found != lock_.end()) pin_ = found->second;
    if (options_.locked && !pin_) {
      return Fail("--locked only allows what the lock file '" + options_.lock_path +
                  "' pins, which does not include '" + options_.source.Name() +
                  "'. Pull without --locked once, and commit the file.");
    }
    return true;
  }

  bool ChooseVersion() {
    pulled_.version = options_.source.version;
    if (!Provider()) return true;
    if (options_.locked) {
      if (pulled_.version.empty()) pulled_.version = pin_->version;
      if (pulled_.version == pin_->version && IsSafe(pulled_.version)) return true;
      return Fail("The lock file '" + options_.lock_path + "' pins awscc '" + pin_->version +
                  "', not '" + pulled_.version + "', and --locked allows nothing else.");
    }
    if (!pulled_.version.empty()) return true;
    if (options_.offline) return ChoosePinned();
    return AskForNewest();
  }

  // The lock file is as foreign as an archive.
  static bool IsSafe(const std::string& version) {
    return ParseSource("awscc@" + version).has_value();
  }

  bool ChoosePinned() {
    if (pin_ && IsSafe(pin_->version)) pulled_.version = pin_->version;
    return !pulled_.version.empty() || Fail(
                                           "the newest version is unknown with --offline. Name a "
                                           "version, such as awscc@v26.03.00379.");
  }

  bool AskForNewest() {
    net::Url url = options_.base;
    url.path += "/dist/providers.yaml";
    std::string index;
    if (!Download(url, kLargestIndex, index)) return false;
    pulled_.version = NewestVersion(index, "awscc");
    return !pulled_.version.empty() ||
           Fail(url.Text() +
                " does not list a version of 'awscc'; expected the list of a StackQL registry. "
                "Check the address, or name a version, such as awscc@v26.03.00379.");
  }

  net::Url ArchiveUrl() const {
    net::Url url = options_.base;
    url.path +=
        Provider() ? "/dist/awscc/" + pulled_.version + ".tgz" : "/CloudformationSchema.zip";
    return url;
  }

  std::string Target() const {
    return options_.folder +
           (Provider() ? "/src/awscc/" + pulled_.version : "/cfn/" + options_.source.region);
  }

  bool Download(const net::Url& url, uint64_t largest, std::string& body) {
    if (!transport_) {
      deadline_ = options_.clock->Now() + options_.timeout;
      Result<std::unique_ptr<net::Transport>> opened = options_.open();
      if (!opened) return Fail(opened.error().message);
      transport_ = std::move(*opened);
    }
    net::Download download = net::Get(*transport_, *options_.clock, url,
                                      {.largest = largest,
                                       .deadline = deadline_,
                                       .progress = options_.progress,
                                       .notice = options_.notice});
    pulled_.cancelled = download.cancelled;
    if (!download.done) return Fail(std::move(download.error));
    body = std::move(download.body);
    return true;
  }

  // What comes must be what was pinned. CloudFormation's archive has no versions: only --locked
  // asks that it be the same.
  bool ComparePin(const net::Url& url, const std::string& sha256) {
    const bool same_version =
        Provider() ? pin_ && pin_->version == pulled_.version : pin_ && options_.locked;
    if (!same_version || pin_->sha256 == sha256) return true;
    const std::string what = Provider() ? "awscc " + pulled_.version : options_.source.Name();
    return Fail(url.Text() + " differs from what was pinned: the lock file '" + options_.lock_path +
                "' has SHA-256 " + pin_->sha256 + " for " + what + ", and this is " + sha256 +
                ". " +
                (Provider() ? "A version never changes: do not use it until you know why."
                            : "Pull without --locked to use the new schemas."));
  }

  bool Replace() {
    const net::Url url = ArchiveUrl();
    std::string archive;
    if (!Download(url, kLargestArchive, archive)) return false;
    LockEntry entry = {.version = pulled_.version,
                       .url = url.Text(),
                       .sha256 = Sha256(archive),
                       .size = archive.size()};
    if (!ComparePin(url, entry.sha256)) return false;
    if (!Install(archive, entry)) return false;
    if (Provider()) WarnOfNewer();
    return options_.locked || Pin(std::move(entry));
  }

  // StackQL and this program read the highest version that is there.
  void WarnOfNewer() {
    std::error_code failed;
    const std::filesystem::path parent = std::filesystem::path(pulled_.folder).parent_path();
    std::string highest = pulled_.version;
    for (std::filesystem::directory_iterator at(parent, failed), end; !failed && at != end;
         at.increment(failed)) {
      const std::string name = at->path().filename().string();
      if (IsVersion(name) && Older(highest, name)) highest = name;
    }
    if (highest == pulled_.version) return;
    pulled_.warnings.push_back("'" + (parent / highest).string() +
                               "' also exists, and the highest version is used; remove it to use " +
                               pulled_.version);
  }

  // Whether a path is written as one below the current directory.
  static bool IsBelow(const std::string& path) {
    const std::string normal = std::filesystem::path(path).lexically_normal().generic_string();
    return !normal.starts_with('/') && normal != ".." && !normal.starts_with("../");
  }

  bool Install(std::string_view archive, LockEntry& entry) {
    pulled_.folder = Target();
    // What is written as a folder here is one: a link to elsewhere may be a stranger's.
    const std::string parent(ParentPath(pulled_.folder));
    if (IsBelow(parent) && LeadsOut("", parent)) {
      return Fail("'" + parent +
                  "' is a link out of the current directory. Name the folder that it "
                  "leads to with --dir to write there.");
    }
    Staging staging(pulled_.folder);
    if (const Result<void> opened = staging.Open(); !opened) return Fail(opened.error().message);
    const auto cancelled = [this] { return Cancelled(); };
    Result<Unpacked> unpacked =
        Provider() ? UnpackProvider(archive, pulled_.version,
                                    Verify() ? &options_.certificate : nullptr, cancelled, staging)
                   : UnpackSchemas(archive, cancelled, staging);
    pulled_.cancelled = Cancelled();
    if (pulled_.cancelled) return false;
    if (!unpacked) return Fail(entry.url + ": " + unpacked.error().message);
    const Result<void> committed = staging.Commit();
    if (!committed) return Fail(committed.error().message);
    pulled_.documents = unpacked->documents;
    pulled_.verified = Verify();
    entry.documents = std::move(unpacked->digest);
    return true;
  }

  bool Pin(LockEntry entry) {
    LockEntry& pinned = lock_[options_.source.Name()];
    if (pinned == entry) return true;
    pinned = std::move(entry);
    const Result<void> written = WriteLock(options_.lock_path, lock_);
    pulled_.lock_changed = written.has_value();
    return pulled_.lock_changed || Fail(written.error().message + " '" + pulled_.folder +
                                        "' is there now, but not pinned.");
  }

  bool UseWhatIsThere() {
    pulled_.folder = Target();
    std::error_code ignored;
    if (!std::filesystem::is_directory(pulled_.folder, ignored)) {
      return Fail("'" + pulled_.folder +
                  "' does not exist and cannot be downloaded with --offline.");
    }
    const std::string digest = DigestOfFolder(pulled_.folder);
    const bool pinned = pin_ && pin_->version == pulled_.version && !pin_->documents.empty();
    if (digest.empty() || (pinned && digest != pin_->documents)) {
      return Fail("'" + pulled_.folder + "' does not contain what the lock file '" +
                  options_.lock_path + "' pins. Pull it again without --offline.");
    }
    if (!Verify()) return true;
    const Result<uint32_t> documents = VerifyFolder(pulled_.folder, options_.certificate);
    pulled_.verified = documents.has_value();
    pulled_.documents = documents.value_or(0);
    return pulled_.verified || Fail("'" + pulled_.folder + "': " + documents.error().message);
  }

  const PullOptions& options_;
  Pulled pulled_ = {};
  Lock lock_ = {};
  std::optional<LockEntry> pin_ = {};
  std::unique_ptr<net::Transport> transport_ = {};
  net::Milliseconds deadline_ = {};
};

}  // namespace

Pulled Pull(const PullOptions& options) { return Puller(options).Run(); }

}  // namespace stackql::fetch
