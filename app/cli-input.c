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
#define OPEN_32 UINT32_MAX /* a length that is not known */

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

/* Writes the header of @n_bytes of samples. Returns its length, or -1. */
static int
write_head (int fd, const CliRaw *raw, int64_t n_bytes)
{
  unsigned char head[MAX_HEAD];
  int length = raw->big_endian ? AU_HEAD : WAV_HEAD;

  if (raw->big_endian)
    make_au_head (raw, head);
  else
    make_wav_head (raw, n_bytes < OPEN_32 - WAV_HEAD ? (uint32_t) n_bytes : OPEN_32, head);
  return pwrite (fd, head, (size_t) length, 0) == length ? length : -1;
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

static bool
write_all (int fd, const char *bytes, size_t n, int64_t at)
{
  while (n > 0)
    {
      ssize_t n_written = pwrite (fd, bytes, n, at);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written <= 0)
        return false;
      bytes += n_written;
      at += n_written;
      n -= (size_t) n_written;
    }
  return true;
}

/* Copies all of @from to @to, from @at on; *@n_bytes is how much that was. */
static CtStatus
copy (int from, int to, int64_t at, const atomic_bool *cancelled, int64_t *n_bytes)
{
  char bytes[CHUNK_BYTES];

  *n_bytes = 0;
  while (wait_for_input (from, cancelled))
    {
      ssize_t n = read (from, bytes, sizeof bytes);

      if (n < 0 && (errno == EINTR || errno == EAGAIN))
        continue;
      if (n < 0)
        return CT_STATUS_READ_FAILED;
      if (n == 0)
        return *n_bytes > 0 ? CT_STATUS_OK : CT_STATUS_EMPTY;
      if (!write_all (to, bytes, (size_t) n, at + *n_bytes))
        return CT_STATUS_NO_SPACE;
      *n_bytes += n;
    }
  return CT_STATUS_CANCELLED;
}

static CtStatus
make_copy (CliInput *self, int from, const CliRaw *raw, const atomic_bool *cancelled)
{
  int64_t n_bytes = 0;
  int head = 0;
  CtStatus status;

  self->fd = ct_scratch_file_open (NULL);
  if (self->fd >= 0 && raw->rate_hz)
    head = write_head (self->fd, raw, 0);
  if (self->fd < 0 || head < 0)
    return CT_STATUS_NO_SPACE;
  status = copy (from, self->fd, head, cancelled, &n_bytes);
  if (status == CT_STATUS_OK && raw->rate_hz && write_head (self->fd, raw, n_bytes) < 0)
    status = CT_STATUS_NO_SPACE;
  snprintf (self->copy, sizeof self->copy, "/proc/self/fd/%d", self->fd);
  self->path = self->copy;
  return status;
}

CtStatus
cli_input_open (CliInput *self, const char *name, const CliRaw *raw, const atomic_bool *cancelled)
{
  int64_t n_bytes;
  int fd;
  CtStatus status;

  *self = (CliInput){ .path = name, .fd = -1 };
  if (strcmp (name, CLI_INPUT_STREAM) == 0)
    return make_copy (self, STDIN_FILENO, raw, cancelled);
  if (!raw->rate_hz)
    return CT_STATUS_OK;
  status = ct_regular_file_open (name, &fd, &n_bytes);
  if (status != CT_STATUS_OK)
    return status;
  status = make_copy (self, fd, raw, cancelled);
  close (fd);
  return status;
}

void
cli_input_close (CliInput *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}
