/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CT_TYPE_RECORDING (ct_recording_get_type ())

/* The sound file of a document. Immutable, with an atomic reference count. */
typedef struct
{
  char *path;        /* in the file system's encoding; NULL: its location is unknown */
  char *sought;      /* while there is no path, the one where it was last; else NULL */
  char *name;        /* for display, UTF-8 */
  guint8 sha256[32]; /* of the file's bytes */
  guint64 n_bytes;   /* size of the file */
  gboolean hashed;   /* else sha256 and n_bytes are unknown */
  double duration_s;
  int rate_hz;
  int channels;
  int stream;    /* which of its sound streams this is, from 1; 0: the first in which anything can be heard */
  int n_streams; /* 0: unknown */
} CtRecording;

GType ct_recording_get_type (void);

CtRecording *ct_recording_new (const char *path, double duration_s, int rate_hz, int channels);
CtRecording *ct_recording_with_hash (const CtRecording *self, const guint8 *sha256);
CtRecording *ct_recording_with_stream (const CtRecording *self, int stream, int n_streams);
/* The same recording at another path; @path may be NULL: where it was is kept in .sought. */
CtRecording *ct_recording_with_path (const CtRecording *self, const char *path);
CtRecording *ct_recording_ref (CtRecording *self);
void ct_recording_unref (CtRecording *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtRecording, ct_recording_unref)

G_END_DECLS
