/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CAF files as films, whose boxes our own reader follows: what decodes them has fuzzers of its own. */
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/audio/ct-caf-film-private.h"
#include "core/audio/ct-film-private.h"
#include "core/base/ct-scratch-file.h"
#include "core/base/ct-status.h"
#include "tests/fuzz/fuzz-target.h"

#define MAX_SIZE 65536

/* It is whole, no larger than its packets and a table of them, and as long as it says. */
static void
check_film (CtScratchFile *film, size_t size)
{
  CtFilmLength length;
  struct stat st;
  int fd = ct_scratch_file_share (film);

  FUZZ_REQUIRE (fd >= 0 && fstat (fd, &st) == 0);
  FUZZ_REQUIRE (st.st_size > 0 && (size_t) st.st_size < 8 * size + 4096);
  FUZZ_REQUIRE (!ct_film_is_cut (fd, st.st_size));
  if (ct_film_find_length (fd, st.st_size, &length))
    FUZZ_REQUIRE (length.n_bytes == 4 && length.units > 0 && length.units_per_s > 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  int fd = memfd_create ("recording", MFD_CLOEXEC);
  CtScratchFile *film;

  FUZZ_REQUIRE (fd >= 0);
  if (size > 0 && size <= MAX_SIZE && write (fd, data, size) == (ssize_t) size)
    {
      CtStatus status = ct_caf_film_make (fd, (int64_t) size, &film);

      FUZZ_REQUIRE (status == CT_STATUS_OK || !film);
      if (film)
        check_film (film, size);
      ct_scratch_file_close (film);
    }
  close (fd);
  return 0;
}
