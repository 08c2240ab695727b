/// The named steps of a job's life, so that a test can kill the process exactly there.
///
/// Promise: in the programs that people run this does nothing (foundation/step/silent.cpp); which
/// body is used is decided when a program is linked, never by its environment.
#pragma once

namespace imprimatur {

/// Says that the step called `name` has been reached. Step names are listed in tests/e2e/steps.txt.
void step(char const* name);

} // namespace imprimatur
