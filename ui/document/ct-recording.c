/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-recording.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (CtRecording, ct_recording, ct_recording_ref, ct_recording_unref)

CtRecording *
ct_recording_new (const char *path, double duration_s, int rate_hz, int channels)
{
  CtRecording *self = g_atomic_rc_box_new0 (CtRecording);

  self->path = g_strdup (path);
  self->name = path ? g_filename_display_basename (path) : g_strdup ("");
  self->duration_s = duration_s;
  self->rate_hz = rate_hz;
  self->channels = channels;
  return self;
}

static CtRecording *
copy (const CtRecording *self)
{
  CtRecording *other = g_atomic_rc_box_new (CtRecording);

  *other = *self;
  other->path = g_strdup (self->path);
  other->sought = g_strdup (self->sought);
  other->name = g_strdup (self->name);
  return other;
}

CtRecording *
ct_recording_with_hash (const CtRecording *self, const guint8 *sha256)
{
  CtRecording *other = copy (self);

  memcpy (other->sha256, sha256, sizeof other->sha256);
  other->hashed = TRUE;
  return other;
}

CtRecording *
ct_recording_with_stream (const CtRecording *self, int stream, int n_streams)
{
  CtRecording *other = copy (self);

  other->stream = stream;
  other->n_streams = n_streams;
  return other;
}

CtRecording *
ct_recording_with_path (const CtRecording *self, const char *path)
{
  CtRecording *other = copy (self);

  if (path)
    {
      g_clear_pointer (&other->sought, g_free);
      g_free (other->name);
      other->name = g_filename_display_basename (path);
    }
  else if (other->path)
    other->sought = g_steal_pointer (&other->path);
  g_free (other->path);
  other->path = g_strdup (path);
  return other;
}

CtRecording *
ct_recording_ref (CtRecording *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_recording (gpointer data)
{
  CtRecording *self = data;

  g_free (self->path);
  g_free (self->sought);
  g_free (self->name);
}

void
ct_recording_unref (CtRecording *self)
{
  g_atomic_rc_box_release_full (self, clear_recording);
}
