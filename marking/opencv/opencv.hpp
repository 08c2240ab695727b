/// OpenCV's state that the whole process shares.
///
/// Promise: after the first call OpenCV does its work on the caller's thread alone, and never again
/// is that changed: changing it while another thread is inside OpenCV ends the threads under it.
#pragma once

namespace imprimatur::opencv {

/// Tells OpenCV once to start no threads of its own; may be called from several threads at a time.
void stay_on_one_thread();

} // namespace imprimatur::opencv
