/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CAF_FILE_H
#define CAF_FILE_H

#include <glib.h>
#include <string.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"
#include "tests/support/test-sound.h"

/* What a Core Audio file of packets is made of. */
typedef struct
{
  const char *kind; /* four letters */
  double rate_hz;
  guint packet_frames, channels, priming;
  guint64 valid;
  GPtrArray *packets; /* of GBytes */
  GBytes *cookie;     /* or NULL */
} CafFile;

typedef enum
{
  CAF_FILE_PLAIN,
  CAF_FILE_TABLE_FIRST, /* and data whose length is left open */
  CAF_FILE_NO_TABLE,
  CAF_FILE_CUT, /* in the middle of the packets */
} CafFileOrder;

static inline void
caf_file_clear (CafFile *self)
{
  g_clear_pointer (&self->packets, g_ptr_array_unref);
  g_clear_pointer (&self->cookie, g_bytes_unref);
}

static inline void
caf_file_add_number (GByteArray *caf, guint64 value, int n)
{
  for (int i = n - 1; i >= 0; i--)
    g_byte_array_append (caf, (const guint8[]){ (guint8) (value >> (8 * i)) }, 1);
}

static inline void
caf_file_add_table (GByteArray *caf, const CafFile *self)
{
  g_autoptr (GByteArray) sizes = g_byte_array_new ();

  for (guint i = 0; i < self->packets->len; i++)
    {
      gsize size = g_bytes_get_size (self->packets->pdata[i]);

      for (int shift = 14; shift > 0; shift -= 7)
        if (size >> shift)
          caf_file_add_number (sizes, 0x80 | (size >> shift & 0x7f), 1);
      caf_file_add_number (sizes, size & 0x7f, 1);
    }
  g_byte_array_append (caf, (const guint8 *) "pakt", 4);
  caf_file_add_number (caf, 24 + sizes->len, 8);
  caf_file_add_number (caf, self->packets->len, 8);
  caf_file_add_number (caf, self->valid, 8);
  caf_file_add_number (caf, self->priming, 4);
  caf_file_add_number (caf, 0, 4);
  g_byte_array_append (caf, sizes->data, sizes->len);
}

static inline void
caf_file_add_bytes (GByteArray *caf, GBytes *bytes)
{
  g_byte_array_append (caf, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
}

static inline void
caf_file_add_data (GByteArray *caf, const CafFile *self, gboolean open)
{
  gsize at = caf->len + 4;

  g_byte_array_append (caf, (const guint8 *) "data", 4);
  caf_file_add_number (caf, G_MAXUINT64, 8);
  caf_file_add_number (caf, 0, 4);
  for (guint i = 0; i < self->packets->len; i++)
    caf_file_add_bytes (caf, self->packets->pdata[i]);
  if (!open)
    {
      guint64 size = GUINT64_TO_BE (caf->len - at - 8);

      memcpy (caf->data + at, &size, 8);
    }
}

/* Writes it and returns the path. */
static inline char *
caf_file_write (const CafFile *self, CafFileOrder order, const char *name)
{
  g_autoptr (GByteArray) caf = g_byte_array_new ();
  guint64 rate;

  memcpy (&rate, &self->rate_hz, sizeof rate);
  g_byte_array_append (caf, (const guint8 *) "caff\0\1\0\0desc", 12);
  caf_file_add_number (caf, 32, 8);
  caf_file_add_number (caf, rate, 8);
  g_byte_array_append (caf, (const guint8 *) self->kind, 4);
  caf_file_add_number (caf, 0, 8); /* flags, and the size of packets */
  caf_file_add_number (caf, self->packet_frames, 4);
  caf_file_add_number (caf, self->channels, 4);
  caf_file_add_number (caf, 0, 4);
  if (self->cookie)
    {
      g_byte_array_append (caf, (const guint8 *) "kuki", 4);
      caf_file_add_number (caf, g_bytes_get_size (self->cookie), 8);
      caf_file_add_bytes (caf, self->cookie);
    }
  if (order == CAF_FILE_TABLE_FIRST || order == CAF_FILE_CUT)
    caf_file_add_table (caf, self);
  caf_file_add_data (caf, self, order == CAF_FILE_TABLE_FIRST);
  if (order == CAF_FILE_PLAIN)
    caf_file_add_table (caf, self);
  return test_sound_write_bytes (name, caf->data, order == CAF_FILE_CUT ? caf->len / 2 : caf->len);
}

/* Opens the file at @path and closes it again. */
static inline CtStatus
caf_file_try (void *path)
{
  CtAudioFile *file;
  CtStatus status = ct_audio_file_open (path, &file);

  if (status == CT_STATUS_OK)
    ct_audio_file_close (file);
  return status;
}

#endif
