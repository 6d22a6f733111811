#pragma once

namespace stackql::cli {

// Between its making and its end, SIGINT, SIGTERM and SIGHUP only set a mark, so that what is half
// done can be removed.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  static bool Asked();
  // Ends the program by the signal that came, as if it had never been caught.
  static void Obey();
};

}  // namespace stackql::cli
