#include "marking/worker/worker.hpp"

int main(int count, char** words) {
    return imprimatur::worker::run(count, words);
}
