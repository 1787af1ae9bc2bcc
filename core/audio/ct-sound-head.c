/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-sound-head-private.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/audio/ct-bytes-private.h"
#include "core/audio/ct-long-aiff-private.h"
#include "core/base/ct-status.h"

#define MAX_HEAD (INT64_C (16) << 20)
#define MAX_CHUNKS 1000
#define MAX_ID 16
/* The size of the chunk that RF64 has where WAV goes on after its first 12 bytes, and what is in it. */
#define DS64_AT 12
#define DS64_SIZE 36
#define DS64_OUTER 20
#define DS64_DATA 28
#define OPEN_32 UINT64_C (0xFFFFFFFF)
#define OPEN_64 UINT64_MAX
/* How many bytes more than the head of the file its substitute may have. */
#define MAX_ADDED CT_LONG_AIFF_HEAD
/* What the samples of WAV and W64 are, and where an extension says so. */
#define KIND_FLOAT 3
#define KIND_A_LAW 6
#define KIND_U_LAW 7
#define KIND_EXTENDED 0xFFFE
#define EXTENSION_AT 24
/* What precedes the samples of AIFF in their chunk: how many bytes to leave out, and another number. */
#define SSND_BYTES 8
/* Less than this behind the samples may be a note that somebody left there in a form of their own. */
#define MIN_STALE 65536

/* How a family of formats lays out its chunks. */
typedef struct
{
  const char *magic; /* of the file */
  const char *kind;  /* what follows its size; NULL: anything */
  const char *data;  /* the chunk of the samples */
  int first;         /* where the first chunk begins */
  int id_bytes, size_bytes;
  bool big_endian;
  bool counts_itself; /* the size of a chunk holds its head */
  int align;
  int outer;     /* where the size of the whole is; 0: nowhere */
  uint64_t open; /* the size of samples whose length is not known; 0: there is none */
} Layout;

static const Layout layouts[] = {
  { "RIFF", "WAVE", "data", 12, 4, 4, false, false, 2, 4, 0 },
  { "RF64", "WAVE", "data", 12, 4, 4, false, false, 2, 0, 0 },
  { "riff", NULL, "data", 40, 16, 8, false, true, 8, 16, 0 },
  { "FORM", "AIF", "SSND", 12, 4, 4, true, false, 2, 4, 0 },
  { "caff", NULL, "data", 8, 4, 8, true, false, 1, 0, OPEN_64 },
};

typedef struct
{
  int fd;
  int64_t n_bytes;
  const Layout *layout;
} File;

/* Where the samples are said to be. */
typedef struct
{
  int64_t size_at; /* of the field that says how long they are, in bytes of the file */
  int64_t begin;   /* of the samples' chunk behind its head */
  uint64_t size;   /* as it is given, without the head */
  bool is_64;      /* the field has 64 bits */
} Samples;

static bool
read_at (const File *self, int64_t at, void *bytes, size_t n)
{
  return at >= 0 && at <= self->n_bytes - (int64_t) n && pread (self->fd, bytes, n, at) == (ssize_t) n;
}

/* The chunk at @at: its id and the size of what is in it. */
static bool
read_chunk (const File *self, int64_t at, unsigned char *id, uint64_t *size)
{
  const Layout *layout = self->layout;
  unsigned char head[MAX_ID + 8];
  uint64_t head_bytes = (uint64_t) layout->id_bytes + (uint64_t) layout->size_bytes;

  if (!read_at (self, at, head, head_bytes))
    return false;
  memcpy (id, head, (size_t) layout->id_bytes);
  *size = ct_bytes_get (head + layout->id_bytes, layout->size_bytes, layout->big_endian);
  if (layout->counts_itself)
    *size = *size > head_bytes ? *size - head_bytes : 0;
  for (int i = 0; i < 4; i++)
    if (id[i] < 0x20 || id[i] > 0x7e)
      return false;
  return true;
}

/* Where the chunk after that at @at begins; false: beyond the end of the file. */
static bool
next_chunk (const File *self, int64_t at, uint64_t size, int64_t *next)
{
  int align = self->layout->align;
  int64_t begin = at + self->layout->id_bytes + self->layout->size_bytes;

  if (size > (uint64_t) (self->n_bytes - begin))
    return false;
  begin += (int64_t) size;
  *next = (begin + align - 1) / align * align;
  return true;
}

static bool
find_samples (const File *self, Samples *samples)
{
  int64_t at = self->layout->first;
  unsigned char id[MAX_ID];
  uint64_t size;

  for (int i = 0; i < MAX_CHUNKS && read_chunk (self, at, id, &size); i++)
    {
      if (memcmp (id, self->layout->data, 4) == 0)
        {
          int64_t size_at = at + self->layout->id_bytes;

          *samples = (Samples){ size_at, size_at + self->layout->size_bytes, size, self->layout->size_bytes == 8 };
          return true;
        }
      if (!next_chunk (self, at, size, &at))
        break;
    }
  return false;
}

/* RF64 has the true size in its first chunk, unless the old field has one. */
static bool
find_size_64 (const File *self, Samples *samples)
{
  unsigned char ds64[DS64_SIZE];

  if (samples->size != OPEN_32)
    return true;
  if (!read_at (self, DS64_AT, ds64, sizeof ds64) || memcmp (ds64, "ds64", 4) != 0)
    return false;
  samples->size_at = DS64_DATA;
  samples->size = ct_bytes_get (ds64 + DS64_DATA - DS64_AT, 8, false);
  samples->is_64 = true;
  return true;
}

/* Whether other chunks, and nothing else, lie between @at and the end. */
static bool
only_chunks_from (const File *self, int64_t at)
{
  unsigned char id[MAX_ID];
  uint64_t size;

  if (at >= self->n_bytes)
    return false;
  for (int i = 0; i < MAX_CHUNKS && at < self->n_bytes; i++)
    if (!read_chunk (self, at, id, &size) || !next_chunk (self, at, size, &at))
      return false;
  return at >= self->n_bytes;
}

/* Whether the samples go on where they are said to end: other chunks would follow, perhaps one byte later. */
static bool
is_stale (const File *self, const Samples *samples)
{
  int64_t end = samples->begin + (int64_t) samples->size;

  return self->n_bytes - end >= MIN_STALE && !only_chunks_from (self, end) && !only_chunks_from (self, end + 1);
}

/* Whether the length that is given is not that of what is there. */
static bool
is_wrong (const File *self, const Samples *samples)
{
  uint64_t left = (uint64_t) (self->n_bytes - samples->begin);
  /* AIFF and CAF count a number or two that precede the samples */
  uint64_t least = self->layout->big_endian ? memcmp (self->layout->magic, "caff", 4) == 0 ? 4 : 8 : 0;

  if (left <= least)
    return false;
  if (samples->size > left)
    return true;
  if (samples->size <= least)
    return !only_chunks_from (self, samples->begin + (int64_t) samples->size);
  return is_stale (self, samples);
}

/* Fills in the copy @head of what precedes the samples. */
static void
set_sizes (const File *self, const Samples *samples, unsigned char *head)
{
  const Layout *layout = self->layout;
  uint64_t size = (uint64_t) (self->n_bytes - samples->begin), outer = (uint64_t) self->n_bytes;

  if (samples->size_at == DS64_DATA)
    {
      ct_bytes_put (head + DS64_OUTER, 8, false, outer - 8);
      ct_bytes_put (head + DS64_DATA, 8, false, size);
      return;
    }
  if (layout->counts_itself)
    size += (uint64_t) (layout->id_bytes + layout->size_bytes);
  else
    outer -= 8;
  if (!samples->is_64)
    {
      size = size < OPEN_32 ? size : OPEN_32;
      outer = outer < OPEN_32 ? outer : OPEN_32;
    }
  ct_bytes_put (head + samples->size_at, layout->size_bytes, layout->big_endian, size);
  if (layout->outer)
    ct_bytes_put (head + layout->outer, layout->size_bytes, layout->big_endian, outer);
}

/* WAV cannot say how long it is beyond 4 GB: makes RF64 of it. @head has room for the chunk that this takes. */
static size_t
make_rf64 (const File *self, const Samples *samples, unsigned char *head)
{
  size_t n = (size_t) samples->begin;
  uint64_t size = (uint64_t) (self->n_bytes - samples->begin);

  ct_bytes_put (head + samples->size_at, 4, false, OPEN_32);
  memmove (head + DS64_AT + DS64_SIZE, head + DS64_AT, n - DS64_AT);
  memcpy (head, "RF64", 5); /* whose end the size overwrites */
  ct_bytes_put (head + 4, 4, false, OPEN_32);
  memset (head + DS64_AT, 0, DS64_SIZE);
  memcpy (head + DS64_AT, "ds64", 5);
  ct_bytes_put (head + DS64_AT + 4, 4, false, DS64_SIZE - 8);
  ct_bytes_put (head + DS64_OUTER, 8, false, (uint64_t) self->n_bytes + DS64_SIZE - 8);
  ct_bytes_put (head + DS64_DATA, 8, false, size);
  return n + DS64_SIZE;
}

/* Neither can AIFF: makes CAF of it, where that stores the samples in the same way. @out has the head of the file. */
static bool
make_caf (const File *self, const Samples *samples, CtSoundHead *out)
{
  unsigned char ssnd[SSND_BYTES], caf[CT_LONG_AIFF_HEAD];
  int64_t body = samples->begin + SSND_BYTES;

  if (!read_at (self, samples->begin, ssnd, sizeof ssnd))
    return false;
  body += (int64_t) ct_bytes_get (ssnd, 4, true);
  if (body >= self->n_bytes || !ct_long_aiff_make_caf (out->bytes, out->n, self->n_bytes - body, caf))
    return false;
  memcpy (out->bytes, caf, sizeof caf);
  out->n = sizeof caf;
  out->body = body;
  return true;
}

/* Copies what precedes the samples, with room for more, unless that was done; no bytes where it is too much. */
static CtStatus
copy_head (const File *self, const Samples *samples, CtSoundHead *out)
{
  if (out->bytes || samples->begin > MAX_HEAD)
    return CT_STATUS_OK;
  out->bytes = malloc ((size_t) samples->begin + MAX_ADDED);
  if (!out->bytes)
    return CT_STATUS_NO_MEMORY;
  out->n = (size_t) samples->begin;
  out->body = samples->begin;
  if (read_at (self, 0, out->bytes, out->n))
    return CT_STATUS_OK;
  free (out->bytes);
  *out = (CtSoundHead){ 0 };
  return CT_STATUS_READ_FAILED;
}

static CtStatus
make_head (const File *self, const Samples *samples, CtSoundHead *out)
{
  bool too_long = (uint64_t) self->n_bytes > OPEN_32;
  bool is_wav = self->layout == &layouts[0], is_aiff = strcmp (self->layout->magic, "FORM") == 0;
  CtStatus status = copy_head (self, samples, out);

  if (!out->bytes)
    return status;
  if (too_long && is_wav)
    out->n = make_rf64 (self, samples, out->bytes);
  else if (!too_long || !is_aiff || !make_caf (self, samples, out))
    {
      set_sizes (self, samples, out->bytes);
      out->ends_early = too_long && is_aiff;
    }
  out->wrong = !self->layout->open || samples->size != self->layout->open;
  return CT_STATUS_OK;
}

/* AU has a head and no chunks. */
static CtStatus
mend_au (File *self, CtSoundHead *out)
{
  static const Layout au = { "", NULL, "", 0, 0, 4, true, false, 1, 0, OPEN_32 };
  unsigned char head[12];
  Samples samples = { .size_at = 8 };

  if (!read_at (self, 0, head, sizeof head))
    return CT_STATUS_OK;
  samples.begin = (int64_t) ct_bytes_get (head + 4, 4, true);
  samples.size = ct_bytes_get (head + 8, 4, true);
  self->layout = &au;
  if (samples.begin < (int64_t) sizeof head || samples.begin >= self->n_bytes || samples.size == OPEN_32
      || (samples.size > 0 && samples.size <= (uint64_t) (self->n_bytes - samples.begin)))
    return CT_STATUS_OK;
  return make_head (self, &samples, out);
}

/* W64 may name the kind of its samples in an extension, which libsndfile (1.2) does not look into: it takes all for
 * integers. They are named where the others have it. */
static CtStatus
name_kind (const File *self, const Samples *samples, CtSoundHead *out)
{
  static const unsigned kinds[] = { KIND_FLOAT, KIND_A_LAW, KIND_U_LAW };
  unsigned char format[EXTENSION_AT + 2];
  int64_t at = self->layout->first;
  unsigned char id[MAX_ID];
  CtStatus status;
  uint64_t size;

  for (int i = 0; i < MAX_CHUNKS && read_chunk (self, at, id, &size) && memcmp (id, "fmt ", 4) != 0; i++)
    if (!next_chunk (self, at, size, &at))
      return CT_STATUS_OK;
  at += self->layout->id_bytes + self->layout->size_bytes;
  if (at > samples->begin - (int64_t) sizeof format || !read_at (self, at, format, sizeof format)
      || ct_bytes_get (format, 2, false) != KIND_EXTENDED)
    return CT_STATUS_OK;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (ct_bytes_get (format + EXTENSION_AT, 2, false) == kinds[i])
      {
        status = copy_head (self, samples, out);
        if (out->bytes)
          ct_bytes_put (out->bytes + at, 2, false, kinds[i]);
        return status;
      }
  return CT_STATUS_OK;
}

CtStatus
ct_sound_head_mend (int fd, int64_t n_bytes, CtSoundHead *out)
{
  File self = { .fd = fd, .n_bytes = n_bytes };
  unsigned char start[12];
  CtStatus status = CT_STATUS_OK;
  Samples samples;

  *out = (CtSoundHead){ 0 };
  if (!read_at (&self, 0, start, sizeof start))
    return CT_STATUS_OK;
  if (memcmp (start, ".snd", 4) == 0)
    return mend_au (&self, out);
  for (size_t i = 0; i < sizeof layouts / sizeof *layouts && !self.layout; i++)
    if (memcmp (start, layouts[i].magic, 4) == 0
        && (!layouts[i].kind || memcmp (start + 8, layouts[i].kind, strlen (layouts[i].kind)) == 0))
      self.layout = &layouts[i];
  if (!self.layout || !find_samples (&self, &samples))
    return CT_STATUS_OK;
  if (memcmp (start, "RF64", 4) == 0 && !find_size_64 (&self, &samples))
    return CT_STATUS_OK;
  if (is_wrong (&self, &samples))
    status = make_head (&self, &samples, out);
  if (status == CT_STATUS_OK && memcmp (start, "riff", 4) == 0)
    status = name_kind (&self, &samples, out);
  return status;
}
