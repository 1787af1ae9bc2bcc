/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recordings that are longer than memory allows. Linked so that the engine's questions for the limit come here. */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/transcribe/ct-length-limit.h"
#include "core/transcribe/ct-transcriber.h"
#include "tests/support/test-sound.h"

#define RATE_HZ 22050

double __real_ct_length_limit_s (bool shown);
double __wrap_ct_length_limit_s (bool shown);

static double limit_s = -1; /* less than 0: the true one */
static bool asked_shown;

double
__wrap_ct_length_limit_s (bool shown)
{
  asked_shown = shown;
  return limit_s < 0 ? __real_ct_length_limit_s (shown) : limit_s;
}

static CtStatus
analyse (const char *path, double start_s, double end_s, CtLevelsFunc levels)
{
  CtTranscriber *transcriber;
  CtAnalysis *analysis = NULL;
  CtStatus status;

  g_assert_cmpint (ct_transcriber_new (1, NULL, ct_simd_best_level (), &transcriber), ==, CT_STATUS_OK);
  ct_transcriber_set_levels (transcriber, levels, NULL);
  status = ct_transcriber_analyse (transcriber, path, &(CtTimeSpan){ start_s, end_s }, &analysis);
  g_assert_true ((status == CT_STATUS_OK) == (analysis != NULL));
  ct_analysis_free (analysis);
  ct_transcriber_free (transcriber);
  return status;
}

static void
ignore_levels (const uint16_t *levels, size_t first_frame, size_t n_frames, void *data)
{
}

/* Too long as a whole, but not in parts. */
static void
test_parts (void)
{
  g_autofree float *tone = test_sound_tone (RATE_HZ, 1, 4 * RATE_HZ, 440, 0.3, 0);
  g_autofree char *path = test_sound_write ("long.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, RATE_HZ, 1, tone,
                                            4 * RATE_HZ);

  limit_s = 3;
  g_assert_cmpint (analyse (path, 0, INFINITY, NULL), ==, CT_STATUS_TOO_LARGE);
  g_assert_false (asked_shown);
  g_assert_cmpint (analyse (path, 0.5, 3.8, NULL), ==, CT_STATUS_TOO_LARGE);
  g_assert_cmpint (analyse (path, 0, 3, NULL), ==, CT_STATUS_OK);
  g_assert_cmpint (analyse (path, 1.5, INFINITY, NULL), ==, CT_STATUS_OK);
  g_assert_cmpint (analyse (path, 2, 1000, ignore_levels), ==, CT_STATUS_OK);
  g_assert_true (asked_shown);
  limit_s = -1;
  g_assert_cmpint (analyse (path, 0, INFINITY, NULL), ==, CT_STATUS_OK);
}

/* Two streams in a chain do not say how long they are together. */
static void
test_unknown_length (void)
{
  g_autofree float *tone = test_sound_tone (RATE_HZ, 1, 4 * RATE_HZ, 440, 0.3, 0);
  g_autofree char *path = test_sound_write ("one.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, RATE_HZ, 1, tone, 4 * RATE_HZ);
  g_autofree char *bytes = NULL, *both = NULL;
  g_autoptr (GString) joined = g_string_new (NULL);
  gsize n;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  g_string_append_len (joined, bytes, (gssize) n);
  g_string_append_len (joined, bytes, (gssize) n);
  both = test_sound_write_bytes ("both.ogg", joined->str, joined->len);
  limit_s = 5;
  g_assert_cmpint (analyse (both, 0, INFINITY, NULL), ==, CT_STATUS_TOO_LARGE);
  g_assert_cmpint (analyse (both, 0, 5, NULL), ==, CT_STATUS_OK);
  limit_s = 9;
  g_assert_cmpint (analyse (both, 0, INFINITY, NULL), ==, CT_STATUS_OK);
  limit_s = -1;
}

/* A file of more samples than any memory holds is refused at once. It takes no room on the disk where files may have
 * holes. */
static void
test_endless (void)
{
  /* 2^40 samples of 8 bits at 8,000 Hz: four years */
#define SIZE_64 "\0\0\0\0\0\x01\0\0"
  static const char head[] = "RF64\xff\xff\xff\xffWAVE"
                             "ds64\x1c\0\0\0" SIZE_64 SIZE_64 SIZE_64 "\0\0\0\0"
                             "fmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0"
                             "data\xff\xff\xff\xff";
  g_autofree char *path = test_sound_write_bytes ("endless.wav", head, sizeof head - 1);

  if (truncate (path, (off_t) ((G_GINT64_CONSTANT (1) << 40) + (gint64) sizeof head - 1)) != 0)
    {
      g_test_skip (g_strerror (errno));
      return;
    }
  g_assert_cmpint (analyse (path, 0, INFINITY, NULL), ==, CT_STATUS_TOO_LARGE);
  g_assert_cmpint (analyse (path, 3600, 3602, NULL), ==, CT_STATUS_OK);
}

/* What is shown takes more, and a limit of the process counts. */
static void
test_limit (void)
{
  double transcribed_s = ct_length_limit_s (false), shown_s = ct_length_limit_s (true);

  g_assert_cmpfloat (shown_s, >, 0);
  g_assert_cmpfloat (shown_s, <, transcribed_s);
  g_assert_true (isfinite (transcribed_s));
  if (g_test_subprocess ())
    {
      g_autofree char *statm = NULL;
      struct rlimit limit;

      g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
      limit.rlim_cur = limit.rlim_max = g_ascii_strtoull (statm, NULL, 10) * (rlim_t) sysconf (_SC_PAGESIZE)
                                        + 100000000;
      g_assert_cmpint (setrlimit (RLIMIT_AS, &limit), ==, 0);
      g_assert_cmpfloat (ct_length_limit_s (false), <, 4000);
      g_assert_cmpfloat (ct_length_limit_s (false), >, 100);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/length-limit/parts", test_parts);
  g_test_add_func ("/length-limit/unknown-length", test_unknown_length);
  g_test_add_func ("/length-limit/endless", test_endless);
  g_test_add_func ("/length-limit/limit", test_limit);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
