/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-audio-file-private.h"

#include <errno.h>
#include <sndfile.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/audio/ct-caf-opus-private.h"
#include "core/audio/ct-ogg-private.h"
#include "core/audio/ct-sound-head-private.h"
#include "core/audio/ct-sound-links-private.h"
#include "core/audio/ct-xing-header-private.h"
#include "core/base/ct-status.h"

typedef struct
{
  CtAudioDecoder base;
  SNDFILE *file;
  int fd;
  CtSoundHead head;   /* in place of the first link's */
  CtSoundLink *links; /* [n_links]: the recordings that the file holds, one after the other */
  size_t n_links;
  CtOggFlac flac;      /* in place of the link's bytes */
  size_t link;         /* the one that is open, as if it were all of the file */
  sf_count_t piece;    /* frames to read at once */
  sf_count_t left;     /* frames of it; beyond measure where it does not say */
  sf_count_t position; /* bytes, in the link */
  bool begun;          /* some of the sound lies behind */
  bool stopped;        /* nothing can be read behind what was */
  int error;           /* the errno of a failed read */
} SndfileDecoder;

/* Where FLAC is damaged, libsndfile goes on behind that and says only that there was something: the smaller the piece,
 * the less of the sound before it is lost. */
#define PIECE_FRAMES 256

/* The file goes to libsndfile through these and not through sf_open_fd(), which in some releases (1.0.30 to 1.2.2)
 * closes a descriptor it was only lent when it does not know the format. */

static sf_count_t
file_length (void *data)
{
  const SndfileDecoder *self = data;

  if (self->flac.pieces)
    return self->flac.length;
  if (self->link == 0)
    return (sf_count_t) self->head.n + self->links[0].end - self->head.body;
  return self->links[self->link].end - self->links[self->link].begin;
}

/* Reads bytes that lie together, in the head or in the file; -1: see errno. */
static ssize_t
read_bytes (const SndfileDecoder *self, char *bytes, size_t n)
{
  int64_t n_head = self->link == 0 ? (int64_t) self->head.n : 0;
  int64_t body = self->link == 0 ? self->head.body : self->links[self->link].begin, n_left;

  if (self->flac.pieces)
    {
      int64_t at = ct_ogg_flac_place (&self->flac, self->position, &n_left);

      return pread (self->fd, bytes, (int64_t) n < n_left ? n : (size_t) n_left, at);
    }
  if (self->position >= n_head)
    return pread (self->fd, bytes, n, body + self->position - n_head);
  if ((int64_t) n > n_head - self->position)
    n = (size_t) (n_head - self->position);
  memcpy (bytes, self->head.bytes + self->position, n);
  return (ssize_t) n;
}

static sf_count_t
file_seek (sf_count_t offset, int whence, void *data)
{
  SndfileDecoder *self = data;
  sf_count_t base = whence == SEEK_CUR ? self->position : whence == SEEK_END ? file_length (self) : 0;
  sf_count_t position;

  if (__builtin_add_overflow (base, offset, &position) || position < 0)
    return -1;
  self->position = position;
  return position;
}

static sf_count_t
file_read (void *bytes, sf_count_t n, void *data)
{
  SndfileDecoder *self = data;
  sf_count_t done = 0, left = file_length (self) - self->position;

  if (n > left)
    n = left;
  while (done < n)
    {
      ssize_t n_read = read_bytes (self, (char *) bytes + done, (size_t) (n - done));

      if (n_read < 0 && errno == EINTR)
        continue;
      if (n_read < 0)
        self->error = errno;
      if (n_read <= 0)
        break;
      done += n_read;
      self->position += n_read;
    }
  return done;
}

static sf_count_t
file_tell (void *data)
{
  const SndfileDecoder *self = data;

  return self->position;
}

/* The containers that recordings come in, out of the two dozen that libsndfile knows. The others are relics, some of
 * which it recognises by a word of text or by the size of the file. */
static bool
is_recording (int format)
{
  static const int containers[] = { SF_FORMAT_WAV, SF_FORMAT_WAVEX, SF_FORMAT_RF64, SF_FORMAT_W64, SF_FORMAT_AIFF,
                                    SF_FORMAT_AU,  SF_FORMAT_CAF,   SF_FORMAT_FLAC, SF_FORMAT_OGG, SF_FORMAT_MPEG };

  for (size_t i = 0; i < sizeof containers / sizeof containers[0]; i++)
    if ((format & SF_FORMAT_TYPEMASK) == containers[i])
      return true;
  return false;
}

/* libsndfile 1.2 seeks in Vorbis and MP3 to a place that is off by up to a block: plain samples and FLAC only. */
static bool
seeks_exactly (const SF_INFO *info)
{
  int coding = info->format & SF_FORMAT_SUBMASK;

  return info->seekable && (info->format & SF_FORMAT_TYPEMASK) != SF_FORMAT_OGG
         && (coding <= SF_FORMAT_DOUBLE || coding == SF_FORMAT_ULAW || coding == SF_FORMAT_ALAW);
}

/* Asks for the reason at once, since libsndfile keeps one for all files: with two opened at the same time, a damaged
 * file might be called an unknown one, no more. */
static CtStatus
open_sndfile (SndfileDecoder *self, SF_INFO *info)
{
  SF_VIRTUAL_IO io = { .get_filelen = file_length, .seek = file_seek, .read = file_read, .tell = file_tell };

  self->file = sf_open_virtual (&io, SFM_READ, info, self);
  if (self->error)
    return ct_status_from_errno (self->error);
  if (!self->file && sf_error (NULL) != SF_ERR_UNRECOGNISED_FORMAT && sf_error (NULL) != SF_ERR_UNSUPPORTED_ENCODING)
    return CT_STATUS_DAMAGED;
  self->piece = (info->format & SF_FORMAT_TYPEMASK) == SF_FORMAT_FLAC ? PIECE_FRAMES : SF_COUNT_MAX;
  return self->file && is_recording (info->format) ? CT_STATUS_OK : CT_STATUS_UNKNOWN_FORMAT;
}

static CtStatus
open_link (SndfileDecoder *self, size_t link, SF_INFO *info)
{
  CtStatus status;

  if (self->file)
    sf_close (self->file);
  self->file = NULL;
  self->link = link;
  self->position = 0;
  free (self->flac.pieces);
  status = ct_ogg_flac_find (self->fd, &self->links[link], &self->flac);
  if (status == CT_STATUS_OK)
    status = open_sndfile (self, info);
  self->left = info->frames;
  return status;
}

/* Opens the next link, which must sound like the first. */
static CtStatus
open_next (SndfileDecoder *self)
{
  SF_INFO info = { 0 };
  CtStatus status = open_link (self, self->link + 1, &info);

  if (status == CT_STATUS_OK
      && (info.samplerate != self->base.info.rate_hz || info.channels != self->base.info.channels))
    status = CT_STATUS_DAMAGED;
  return status;
}

static bool
seek_to (CtAudioDecoder *base, int64_t frame)
{
  SndfileDecoder *self = (SndfileDecoder *) base;
  SF_INFO info = { 0 };

  /* its decoder does nothing more after damage */
  if (self->stopped && open_link (self, 0, &info) != CT_STATUS_OK)
    return false;
  /* a frame that is damaged or missing is not found: nothing can be read there */
  self->stopped = sf_seek (self->file, frame, SF_SEEK_SET) != frame;
  if (self->error)
    return false;
  base->warnings |= self->stopped ? CT_AUDIO_STOPPED : 0;
  self->left = base->info.frames - frame;
  self->begun = true;
  return true;
}

/* Frames of the link that is open, up to damage; 0 at its end. */
static CtStatus
read_link (SndfileDecoder *self, float *samples, size_t n_frames, size_t *n_read)
{
  size_t channels = (size_t) self->base.info.channels;

  *n_read = 0;
  if (!self->file)
    return CT_STATUS_DAMAGED;
  /* what follows the last frame may be a tag, which libsndfile takes for damage */
  while (*n_read < n_frames && self->left > 0)
    {
      sf_count_t wanted = (sf_count_t) (n_frames - *n_read), n;

      wanted = wanted < self->left ? wanted : self->left;
      wanted = wanted < self->piece ? wanted : self->piece;
      n = sf_readf_float (self->file, samples + *n_read * channels, wanted);
      if (self->error)
        return ct_status_from_errno (self->error);
      if (sf_error (self->file))
        return CT_STATUS_DAMAGED;
      if (n <= 0)
        break;
      *n_read += (size_t) n;
      self->left -= n;
    }
  return CT_STATUS_OK;
}

/* What came before damage can be used all the same. */
static CtStatus
stop (SndfileDecoder *self, CtStatus status)
{
  if (!self->begun || (status != CT_STATUS_DAMAGED && status != CT_STATUS_UNKNOWN_FORMAT))
    return status;
  self->base.warnings |= CT_AUDIO_STOPPED;
  self->stopped = true;
  return CT_STATUS_OK;
}

static CtStatus
read_frames (CtAudioDecoder *base, float *samples, size_t n_frames, size_t *n_read)
{
  SndfileDecoder *self = (SndfileDecoder *) base;
  CtStatus status = CT_STATUS_OK;

  *n_read = 0;
  while (status == CT_STATUS_OK && !self->stopped)
    {
      status = read_link (self, samples, n_frames, n_read);
      self->begun = self->begun || *n_read > 0;
      if (status == CT_STATUS_OK && *n_read == 0 && self->links[self->link].cut)
        base->warnings |= CT_AUDIO_STOPPED;
      if (status == CT_STATUS_OK && (*n_read > 0 || self->link + 1 == self->n_links))
        break;
      if (status == CT_STATUS_OK)
        status = open_next (self);
      status = stop (self, status);
    }
  return status;
}

static void
free_decoder (CtAudioDecoder *base)
{
  SndfileDecoder *self = (SndfileDecoder *) base;

  if (self->file)
    sf_close (self->file);
  free (self->flac.pieces);
  free (self->head.bytes);
  free (self->links);
  free (self);
}

CtStatus
ct_audio_sndfile_open (int fd, CtAudioDecoder **out)
{
  static const CtAudioDecoderFuncs funcs = { .read = read_frames, .seek = seek_to, .free = free_decoder };
  static const CtAudioDecoderFuncs funcs_without_seek = { .read = read_frames, .free = free_decoder };
  SndfileDecoder *self = calloc (1, sizeof *self);
  SF_INFO info = { 0 };
  struct stat st;
  CtStatus status;

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->fd = fd;
  if (fstat (fd, &st) != 0)
    status = ct_status_from_errno (errno);
  else
    status = ct_sound_links_find (fd, st.st_size, &self->links, &self->n_links);
  if (status == CT_STATUS_OK)
    status = ct_caf_opus_wrap (fd, self->links[0].end, &self->head);
  if (status == CT_STATUS_OK && !self->head.bytes)
    status = ct_sound_head_mend (fd, self->links[0].end, &self->head);
  if (status == CT_STATUS_OK && !self->head.bytes)
    status = ct_xing_header_add (fd, &self->links[0], &self->head);
  if (status == CT_STATUS_OK)
    status = open_link (self, 0, &info);
  if (status != CT_STATUS_OK)
    {
      free_decoder (&self->base);
      return status;
    }
  self->base = (CtAudioDecoder){
    .funcs = seeks_exactly (&info) ? &funcs : &funcs_without_seek,
    .info = { .rate_hz = info.samplerate, .channels = info.channels, .frames = self->n_links > 1 ? -1 : info.frames },
    .warnings = self->head.ends_early ? CT_AUDIO_STOPPED
                : self->head.wrong    ? CT_AUDIO_MENDED
                                      : 0,
  };
  *out = &self->base;
  return CT_STATUS_OK;
}
