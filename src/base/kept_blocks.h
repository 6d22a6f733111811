#pragma once

#include <array>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace stackql {

// Blocks of malloc's that were given back, by size, for the next who asks: a bounded number of each
// size, and none that is large. Not for several threads.
class KeptBlocks {
 public:
  static constexpr size_t kStep = 16;          // of a size and the next one, as malloc's are
  static constexpr size_t kLargest = 2056;     // bytes of a block that is kept
  static constexpr size_t kMostOfASize = 256;  // blocks

  // How many bytes to ask malloc for, so that the block can be kept later.
  static constexpr size_t Rounded(size_t size) {
    return size > kLargest ? size : ListOf(size) * kStep + kHeader;
  }

  // A kept block of at least `size` bytes; null if there is none.
  void* Take(size_t size) noexcept {
    if (size > kLargest) return nullptr;
    List& list = lists_[ListOf(size)];
    Block* block = list.first;
    if (block != nullptr) list = {block->next, list.count - 1};
    return block;
  }

  // Keeps a block of malloc's that has Rounded(size) bytes or more, or frees it.
  void Give(void* block, size_t size) noexcept { Keep(block, ListOf(size)); }
  // The same with all the bytes that it has, by malloc_usable_size.
  void GiveWhole(void* block, size_t size) noexcept { Keep(block, (size - kHeader) / kStep); }

 private:
  // malloc's blocks have 24, 40, 56 bytes and so on: a multiple of 16 less its own header.
  static constexpr size_t kHeader = 8;
  static constexpr size_t ListOf(size_t size) { return (size + kStep - kHeader - 1) / kStep; }

  struct Block {
    Block* next;
  };
  struct List {
    Block* first = nullptr;
    unsigned count = 0;
  };

  void Keep(void* block, size_t at) noexcept {
    if (at >= lists_.size() || lists_[at].count == kMostOfASize) {
      std::free(block);
    } else {
      lists_[at] = {new (block) Block{lists_[at].first}, lists_[at].count + 1};
    }
  }

  // The list at i holds blocks of at least i * kStep + kHeader bytes.
  std::array<List, (kLargest - kHeader) / kStep + 1> lists_ = {};
};

}  // namespace stackql
