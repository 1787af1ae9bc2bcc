/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/cli-values.h"
#include "core/audio/ct-audio-file.h"
#include "core/base/ct-regular-file.h"
#include "core/base/ct-scratch-file.h"

#define CHUNK_BYTES 65536
#define POLL_MS 100 /* how late a signal may be noticed */
#define WAV_HEAD 44
#define MAX_HEAD (WAV_HEAD + 1) /* with the end of a text */
#define AU_HEAD 24
#define OPEN_32 UINT32_MAX               /* a length that is not known */
#define STREAM_BYTES (INT64_C (1) << 30) /* room that a stream should find */

/* ---- samples without a header ---- */

static bool
parse_format (const char *text, CliRaw *out)
{
  static const struct
  {
    const char *name;
    int bits;
    bool is_float;
  } formats[] = { { "u8", 8, false },   { "s16", 16, false }, { "s24", 24, false },
                  { "s32", 32, false }, { "f32", 32, true },  { "f64", 64, true } };

  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    {
      size_t length = strlen (formats[i].name);
      const char *order = text + length;

      if (strncmp (text, formats[i].name, length) != 0
          || (*order && strcmp (order, "le") != 0 && strcmp (order, "be") != 0) || (*order && formats[i].bits == 8))
        continue;
      out->bits = formats[i].bits;
      out->is_float = formats[i].is_float;
      out->big_endian = *order == 'b';
      return true;
    }
  return false;
}

bool
cli_raw_parse (const char *text, CliRaw *out)
{
  char rate[16], channels[16];
  int n = 0;

  return sscanf (text, "%15[^:]:%15[^:]:%n", rate, channels, &n) == 2 && n > 0
         && cli_value_integer (rate, &out->rate_hz) && cli_value_integer (channels, &out->channels)
         && out->rate_hz >= CT_AUDIO_MIN_RATE_HZ && out->rate_hz <= CT_AUDIO_MAX_RATE_HZ && out->channels >= 1
         && out->channels <= CT_AUDIO_MAX_CHANNELS && parse_format (text + n, out);
}

static void
put (unsigned char *at, int n, bool big_endian, uint32_t value)
{
  for (int i = 0; i < n; i++, value >>= 8)
    at[big_endian ? n - 1 - i : i] = (unsigned char) value;
}

/* Makes the header of a WAV file of @size bytes of samples. */
static void
make_wav_head (const CliRaw *raw, uint32_t size, unsigned char *head)
{
  uint32_t frame_bytes = (uint32_t) (raw->channels * raw->bits / 8);

  memcpy (head, "RIFF....WAVEfmt ....................data....", WAV_HEAD + 1);
  put (head + 4, 4, false, size == OPEN_32 ? OPEN_32 : size + WAV_HEAD - 8);
  put (head + 16, 4, false, 16);
  put (head + 20, 2, false, raw->is_float ? 3 : 1);
  put (head + 22, 2, false, (uint32_t) raw->channels);
  put (head + 24, 4, false, (uint32_t) raw->rate_hz);
  put (head + 28, 4, false, (uint32_t) raw->rate_hz * frame_bytes);
  put (head + 32, 2, false, frame_bytes);
  put (head + 34, 2, false, (uint32_t) raw->bits);
  put (head + 40, 4, false, size);
}

/* AU has the bytes of a sample in the other order, and a word for a length that is not known. */
static void
make_au_head (const CliRaw *raw, unsigned char *head)
{
  memcpy (head, ".snd", 5);
  put (head + 4, 4, true, AU_HEAD);
  put (head + 8, 4, true, OPEN_32);
  put (head + 12, 4, true, (uint32_t) (raw->is_float ? 5 + raw->bits / 32 : 1 + raw->bits / 8));
  put (head + 16, 4, true, (uint32_t) raw->rate_hz);
  put (head + 20, 4, true, (uint32_t) raw->channels);
}

/* Makes the header of @n_bytes of samples. Returns its length. */
static size_t
make_head (const CliRaw *raw, int64_t n_bytes, unsigned char *head)
{
  if (raw->big_endian)
    make_au_head (raw, head);
  else
    make_wav_head (raw, n_bytes < OPEN_32 - WAV_HEAD ? (uint32_t) n_bytes : OPEN_32, head);
  return raw->big_endian ? AU_HEAD : WAV_HEAD;
}

/* ---- copies ---- */

/* Waits until there is something to read, or @cancelled. */
static bool
wait_for_input (int fd, const atomic_bool *cancelled)
{
  struct pollfd wait = { .fd = fd, .events = POLLIN };

  while (!atomic_load (cancelled))
    if (poll (&wait, 1, POLL_MS) > 0)
      return true;
  return false;
}

/* Copies all of @from; *@n_bytes is how much that was. */
static CtStatus
copy (int from, CtScratchFile *to, const atomic_bool *cancelled, int64_t *n_bytes)
{
  char bytes[CHUNK_BYTES];

  *n_bytes = 0;
  while (wait_for_input (from, cancelled))
    {
      ssize_t n = read (from, bytes, sizeof bytes);
      CtStatus status;

      if (n < 0 && (errno == EINTR || errno == EAGAIN))
        continue;
      if (n < 0)
        return CT_STATUS_READ_FAILED;
      if (n == 0)
        return *n_bytes > 0 ? CT_STATUS_OK : CT_STATUS_EMPTY;
      status = ct_scratch_file_append (to, bytes, (size_t) n);
      if (status != CT_STATUS_OK)
        return status;
      *n_bytes += n;
    }
  return CT_STATUS_CANCELLED;
}

/* Copies all of @from, about @need bytes, behind a header where @raw asks for one, whose length is known in the end. */
static CtStatus
make_copy (CliInput *self,
           int from,
           int64_t need,
           const CliRaw *raw,
           const CtScratchPlaces *scratch,
           const atomic_bool *cancelled)
{
  unsigned char head[MAX_HEAD];
  int64_t n_bytes = 0;
  int fd;
  CtStatus status = ct_scratch_file_open (scratch, need, &self->copy);

  if (status == CT_STATUS_OK && raw->rate_hz)
    status = ct_scratch_file_append (self->copy, head, make_head (raw, 0, head));
  if (status == CT_STATUS_OK)
    status = copy (from, self->copy, cancelled, &n_bytes);
  if (status == CT_STATUS_OK && raw->rate_hz)
    status = ct_scratch_file_patch (self->copy, head, make_head (raw, n_bytes, head), 0);
  if (status != CT_STATUS_OK)
    return status;
  fd = ct_scratch_file_share (self->copy);
  if (fd < 0)
    return CT_STATUS_NO_SPACE;
  snprintf (self->copy_path, sizeof self->copy_path, "/proc/self/fd/%d", fd);
  self->path = self->copy_path;
  return CT_STATUS_OK;
}

CtStatus
cli_input_open (CliInput *self,
                const char *name,
                const CliRaw *raw,
                const CtScratchPlaces *scratch,
                const atomic_bool *cancelled)
{
  int64_t n_bytes;
  int fd;
  CtStatus status;

  *self = (CliInput){ .path = name };
  if (strcmp (name, CLI_INPUT_STREAM) == 0)
    return make_copy (self, STDIN_FILENO, STREAM_BYTES, raw, scratch, cancelled);
  if (!raw->rate_hz)
    return CT_STATUS_OK;
  status = ct_regular_file_open (name, &fd, &n_bytes);
  if (status != CT_STATUS_OK)
    return status;
  status = make_copy (self, fd, n_bytes + MAX_HEAD, raw, scratch, cancelled);
  close (fd);
  return status;
}

void
cli_input_close (CliInput *self)
{
  ct_scratch_file_close (self->copy);
  self->copy = NULL;
}
