// The floor that stackql-lint is measured against: reads the same bytes, runs yaml-cpp's events
// over the manifests and libpg_query's JSON parse over each statement, and nothing else.
#include <pg_query.h>
#include <pthread.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Sink : YAML::EventHandler {
  size_t events = 0;
  void OnDocumentStart(const YAML::Mark&) override { ++events; }
  void OnDocumentEnd() override { ++events; }
  void OnNull(const YAML::Mark&, YAML::anchor_t) override { ++events; }
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override { ++events; }
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {
    ++events;
  }
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    ++events;
  }
  void OnSequenceEnd() override { ++events; }
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    ++events;
  }
  void OnMapEnd() override { ++events; }
};

std::string Read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(fs::file_size(path), '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

size_t Yaml(const std::string& bytes) {
  std::istringstream stream(bytes);
  YAML::Parser parser(stream);
  Sink sink;
  while (parser.HandleNextDocument(sink)) {
  }
  return sink.events;
}

// Statements end at a semicolon at the end of a line or at the next anchor.
size_t Sql(const std::string& bytes) {
  size_t parsed = 0;
  for (size_t at = 0; at < bytes.size();) {
    const size_t end =
        std::min(std::min(bytes.find(";\n", at), bytes.find("\n/*+", at + 1)), bytes.size());
    const std::string statement = bytes.substr(at, end - at);
    if (statement.find_first_not_of(" \t\r\n;") != std::string::npos) {
      const PgQueryParseResult result = pg_query_parse(statement.c_str());
      parsed += result.error == nullptr ? 1 : 0;
      pg_query_free_parse_result(result);
    }
    at = end + 1;
  }
  return parsed;
}

struct Work {
  std::vector<fs::path> files;
  std::atomic<size_t> next = 0;
  std::atomic<size_t> total = 0;
};

void* Run(void* argument) {
  auto& work = *static_cast<Work*>(argument);
  for (size_t i = work.next++; i < work.files.size(); i = work.next++) {
    const std::string bytes = Read(work.files[i]);
    work.total += work.files[i].extension() == ".yml" ? Yaml(bytes) : Sql(bytes);
  }
  return nullptr;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 2;
  Work work;
  for (const auto& entry : fs::recursive_directory_iterator(arguments[1])) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".yml" || extension == ".iql") work.files.push_back(entry.path());
  }
  std::sort(work.files.begin(), work.files.end());
  const int jobs = count > 2 ? std::atoi(arguments[2]) : 1;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 8U << 20);
  std::vector<pthread_t> threads(static_cast<size_t>(std::max(jobs, 1)));
  for (pthread_t& thread : threads) pthread_create(&thread, &attributes, Run, &work);
  for (pthread_t& thread : threads) pthread_join(thread, nullptr);
  std::printf("%zu files, %zu events and statements\n", work.files.size(), work.total.load());
  return 0;
}
