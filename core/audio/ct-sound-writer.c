/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-sound-writer.h"

#include <errno.h>
#include <sndfile.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ct-write-status.h"

struct _CtSoundWriter
{
  int fd;
  int64_t at; /* where libsndfile reads and writes next */
  SNDFILE *file;
  CtStatus status; /* the first error */
};

static void
fail (CtSoundWriter *self, CtStatus status)
{
  if (self->status == CT_STATUS_OK)
    self->status = status;
}

/* ---- what libsndfile calls ---- */

static sf_count_t
get_length (void *data)
{
  const CtSoundWriter *self = data;
  struct stat info;

  return fstat (self->fd, &info) == 0 ? info.st_size : -1;
}

static sf_count_t
seek (sf_count_t offset, int whence, void *data)
{
  CtSoundWriter *self = data;

  self->at = offset + (whence == SEEK_CUR ? self->at : whence == SEEK_END ? get_length (self) : 0);
  return self->at;
}

static sf_count_t
tell (void *data)
{
  const CtSoundWriter *self = data;

  return self->at;
}

static sf_count_t
read_back (void *to, sf_count_t n, void *data)
{
  CtSoundWriter *self = data;
  ssize_t n_read = pread (self->fd, to, (size_t) n, self->at);

  if (n_read < 0)
    fail (self, CT_STATUS_READ_FAILED);
  self->at += n_read > 0 ? n_read : 0;
  return n_read > 0 ? n_read : 0;
}

static sf_count_t
write_fully (const void *from, sf_count_t n, void *data)
{
  CtSoundWriter *self = data;
  sf_count_t done = 0;

  while (done < n)
    {
      ssize_t n_written = pwrite (self->fd, (const char *) from + done, (size_t) (n - done), self->at);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written <= 0)
        {
          fail (self, ct_write_status (errno));
          break;
        }
      done += n_written;
      self->at += n_written;
    }
  return done;
}

/* ---- the writer ---- */

CtStatus
ct_sound_writer_new (int fd, bool flac, int rate_hz, int channels, CtSoundWriter **out)
{
  static SF_VIRTUAL_IO calls = { get_length, seek, read_back, write_fully, tell };
  SF_INFO info = { .samplerate = rate_hz,
                   .channels = channels,
                   .format = (flac ? SF_FORMAT_FLAC : SF_FORMAT_WAV) | SF_FORMAT_PCM_24 };
  CtSoundWriter *self = calloc (1, sizeof *self);
  CtStatus status;

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->fd = fd;
  self->file = sf_open_virtual (&calls, SFM_WRITE, &info, self);
  if (!self->file)
    fail (self, CT_STATUS_UNSUPPORTED_AUDIO); /* FLAC does not support every sample rate */
  status = self->status;
  if (status != CT_STATUS_OK)
    {
      ct_sound_writer_close (self);
      return status;
    }
  sf_command (self->file, SFC_SET_CLIPPING, NULL, SF_TRUE);
  *out = self;
  return CT_STATUS_OK;
}

CtStatus
ct_sound_writer_write (CtSoundWriter *self, const float *samples, size_t n_frames)
{
  sf_count_t n = (sf_count_t) n_frames;

  if (self->status == CT_STATUS_OK && (sf_writef_float (self->file, samples, n) != n || sf_error (self->file)))
    fail (self, CT_STATUS_WRITE_FAILED);
  return self->status;
}

CtStatus
ct_sound_writer_close (CtSoundWriter *self)
{
  CtStatus status;

  if (!self)
    return CT_STATUS_OK;
  if (self->file && sf_close (self->file) != 0)
    fail (self, CT_STATUS_WRITE_FAILED);
  status = self->status;
  free (self);
  return status;
}
