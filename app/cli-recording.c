/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-recording.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-scratch-file.h"
#include "core/transcribe/ct-length-limit.h"

__attribute__ ((format (printf, 1, 2))) static char *
print (const char *format, ...)
{
  va_list values;
  char *text;

  va_start (values, format);
  if (vasprintf (&text, format, values) < 0)
    text = NULL;
  va_end (values);
  return text;
}

/* H:MM:SS */
static void
print_time (char *text, size_t size, double seconds)
{
  unsigned long long whole = (unsigned long long) seconds;

  snprintf (text, size, "%llu:%02llu:%02llu", whole / 3600, whole / 60 % 60, whole % 60);
}

/* How long the recording is, and what of it there is room for. */
static char *
dup_too_long (const char *path, int stream)
{
  char length[32] = "", longest[32];
  CtAudioFile *file = NULL;

  print_time (longest, sizeof longest, ct_length_limit_s (false));
  if (ct_audio_file_open_stream (path, stream, NULL, &file) == CT_STATUS_OK && ct_audio_file_info (file)->frames > 0)
    print_time (length, sizeof length, (double) ct_audio_file_info (file)->frames / ct_audio_file_info (file)->rate_hz);
  ct_audio_file_close (file);
  return print ("it lasts %s%s, and there is memory for %s: choose a part with --start and --duration",
                *length ? "" : "longer", length, longest);
}

static char *
dup_no_stream (const char *path, int stream)
{
  CtAudioFile *file = NULL;
  int n = ct_audio_file_open_stream (path, 1, NULL, &file) == CT_STATUS_OK ? ct_audio_file_n_streams (file) : 0;

  ct_audio_file_close (file);
  return print ("there is no sound stream %d in it: it has %d", stream, n);
}

/* There is no room for what is unpacked of the recording. */
static char *
dup_no_space (int64_t scratch_bytes)
{
  char size[40] = "";

  if (scratch_bytes > 0)
    snprintf (size, sizeof size, " (up to %" PRId64 " MB)", scratch_bytes / 1000000 + 1);
  return print ("no space left for temporary files%s in %s or beside the results; TMPDIR can name another folder", size,
                ct_scratch_file_system_folder ());
}

char *
cli_recording_dup_failure (const CliOptions *options, const char *path, CtStatus status, int64_t scratch_bytes)
{
  if (status == CT_STATUS_TOO_LARGE && path)
    return dup_too_long (path, options->stream);
  if (status == CT_STATUS_NO_STREAM && path)
    return dup_no_stream (path, options->stream);
  if (status == CT_STATUS_NO_SPACE)
    return dup_no_space (scratch_bytes);
  /* one that is empty may only end before the part that is wanted */
  if (status == CT_STATUS_EMPTY && options->span.start_s > 0)
    return strdup ("nothing in it comes after --start");
  return strdup (ct_status_string (status));
}

static char *
dup_warning (const CtAnalysis *analysis, CtAudioWarning warning)
{
  if (warning == CT_AUDIO_STOPPED)
    return print ("%s, at second %lld", ct_audio_warning_string (warning),
                  (long long) floor (analysis->start_s + analysis->duration_s));
  return strdup (ct_audio_warning_string (warning));
}

char *
cli_recording_dup_gain (float gain)
{
  return print ("its stems are %.1f dB softer than it, or they would go above full scale", -20 * log10 ((double) gain));
}

static char *
dup_stream (const CtAnalysis *analysis)
{
  return print ("sound stream %d of %d was taken%s; --stream chooses another", analysis->stream, analysis->n_streams,
                analysis->stream > 1 ? ", since nothing is heard in the first ten minutes of those before it" : "");
}

void
cli_recording_warn (const CliOptions *options,
                    const CtAnalysis *analysis,
                    void (*say) (void *data, char *text),
                    void *data)
{
  if (options->quiet)
    return;
  if (options->stream == 0 && analysis->n_streams > 1)
    say (data, dup_stream (analysis));
  for (unsigned bit = 1; bit && bit <= analysis->warnings; bit <<= 1)
    if (analysis->warnings & bit)
      say (data, dup_warning (analysis, (CtAudioWarning) bit));
}
