#include "marking/opencv/opencv.hpp"

#include <mutex>

#include <opencv2/core/utility.hpp>

namespace imprimatur::opencv {

void stay_on_one_thread() {
    static std::once_flag once;
    std::call_once(once, [] { cv::setNumThreads(1); });
}

} // namespace imprimatur::opencv
