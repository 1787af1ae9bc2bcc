/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-document-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-history-private.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-level-store.h"
#include "ui/document/ct-recording.h"
#include "ui/document/ct-track-names.h"

#define HIT_S 0.5 /* a song without a recording lasts this long behind its last drum hit */

enum
{
  PROP_RECORDING = 1,
  PROP_EVIDENCE,
  PROP_FILE,
  PROP_MODIFIED,
  PROP_TITLE,
  N_PROPS,
};

enum
{
  CHANGED,
  STEPPED,
  HARMONY_CHANGED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CtDocument, ct_document, G_TYPE_OBJECT)

static void
update_modified (CtDocument *self)
{
  gboolean modified = ct_document_get_modified (self);

  if (modified == self->was_modified)
    return;
  self->was_modified = modified;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MODIFIED]);
}

void
ct_document_tell (CtDocument *self, guint changes)
{
  if (changes & (CT_DOCUMENT_NOTES | CT_DOCUMENT_TEMPO | CT_DOCUMENT_HARMONY))
    self->found_is_current = FALSE;
  update_modified (self);
  g_signal_emit (self, signals[CHANGED], 0, changes);
}

void
ct_document_tell_harmony (CtDocument *self)
{
  g_signal_emit (self, signals[HARMONY_CHANGED], 0);
}

void
ct_document_tell_stepped (CtDocument *self, const char *name, gboolean undone)
{
  g_signal_emit (self, signals[STEPPED], 0, name, undone);
}

const CtEditScore *
ct_document_get_score (CtDocument *self)
{
  g_return_val_if_fail (CT_IS_DOCUMENT (self), NULL);
  return &self->score;
}

CtEditScore *
ct_document_copy_score (CtDocument *self)
{
  CtEditScore *copy;

  g_return_val_if_fail (CT_IS_DOCUMENT (self), NULL);
  if (ct_edit_score_copy (&self->score, &copy) != CT_STATUS_OK)
    g_error ("%s", ct_status_string (CT_STATUS_NO_MEMORY)); /* as GLib does where memory ends */
  return copy;
}

const CtEditNote *
ct_document_get_note (CtDocument *self, guint64 id)
{
  g_return_val_if_fail (CT_IS_DOCUMENT (self), NULL);
  return ct_document_find_note (self, id);
}

const CtEditTrack *
ct_document_get_track (CtDocument *self, guint32 id)
{
  int place;

  g_return_val_if_fail (CT_IS_DOCUMENT (self), NULL);
  place = ct_document_find_track (self, id);
  return place < 0 ? NULL : &g_array_index (self->tracks, CtEditTrack, place);
}

guint
ct_document_count_notes (CtDocument *self, guint32 track)
{
  guint n = 0;

  g_return_val_if_fail (CT_IS_DOCUMENT (self), 0);
  for (guint i = 0; i < self->notes->len; i++)
    {
      const CtEditNote *note = &g_array_index (self->notes, CtEditNote, i);

      n += note->track == track && !note->uncertain;
    }
  return n;
}

char *
ct_document_dup_track_name (CtDocument *self, guint32 track)
{
  int place;

  g_return_val_if_fail (CT_IS_DOCUMENT (self), NULL);
  place = ct_document_find_track (self, track);
  g_return_val_if_fail (place >= 0, NULL);
  return ct_track_names_dup (&self->score, (gsize) place);
}

static void
update_title (CtDocument *self)
{
  g_autofree char *title = NULL;

  if (self->file)
    {
      g_autofree char *base = g_file_get_basename (self->file);

      title = g_filename_display_name (base);
      if (g_str_has_suffix (title, ".coloratura") && strlen (title) > strlen (".coloratura"))
        title[strlen (title) - strlen (".coloratura")] = '\0';
    }
  else if (self->recording && *self->recording->name)
    title = g_strdup (self->recording->name);
  else if (self->name && *self->name)
    title = g_strdup (self->name);
  else
    title = g_strdup (_ ("Untitled"));
  if (g_strcmp0 (title, self->title) == 0)
    return;
  g_free (self->title);
  self->title = g_steal_pointer (&title);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

CtRecording *
ct_document_get_recording (CtDocument *self)
{
  g_return_val_if_fail (CT_IS_DOCUMENT (self), NULL);
  return self->recording;
}

void
ct_document_set_recording (CtDocument *self, CtRecording *recording)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  if (self->recording == recording)
    return;
  g_clear_pointer (&self->recording, ct_recording_unref);
  self->recording = recording ? ct_recording_ref (recording) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RECORDING]);
  update_title (self);
}

CtEvidence *
ct_document_get_evidence (CtDocument *self)
{
  g_return_val_if_fail (CT_IS_DOCUMENT (self), NULL);
  return self->evidence;
}

void
ct_document_set_evidence (CtDocument *self, CtEvidence *evidence)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  if (self->evidence == evidence)
    return;
  g_clear_pointer (&self->evidence, ct_evidence_unref);
  self->evidence = evidence ? ct_evidence_ref (evidence) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EVIDENCE]);
}

CtLevelStore *
ct_document_get_levels (CtDocument *self)
{
  g_return_val_if_fail (CT_IS_DOCUMENT (self), NULL);
  return self->levels;
}

double
ct_document_get_duration_s (CtDocument *self)
{
  double end_s = 0;

  g_return_val_if_fail (CT_IS_DOCUMENT (self), 0);
  if (self->recording)
    end_s = self->recording->duration_s;
  for (guint i = 0; i < self->notes->len && !self->recording; i++)
    end_s = MAX (end_s, g_array_index (self->notes, CtEditNote, i).offset_s);
  if (!self->recording && self->score.percussion.n_hits > 0)
    end_s = MAX (end_s, self->score.percussion.hits[self->score.percussion.n_hits - 1].time_s + HIT_S);
  return end_s;
}

GFile *
ct_document_get_file (CtDocument *self)
{
  g_return_val_if_fail (CT_IS_DOCUMENT (self), NULL);
  return self->file;
}

void
ct_document_set_file (CtDocument *self, GFile *file)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  if (!g_set_object (&self->file, file))
    return;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FILE]);
  update_title (self);
}

void
ct_document_set_name (CtDocument *self, const char *name)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  update_title (self);
}

const char *
ct_document_get_title (CtDocument *self)
{
  g_return_val_if_fail (CT_IS_DOCUMENT (self), NULL);
  return self->title;
}

gboolean
ct_document_get_modified (CtDocument *self)
{
  g_return_val_if_fail (CT_IS_DOCUMENT (self), FALSE);
  return self->unsaved || !ct_history_is_saved (self->history);
}

void
ct_document_mark_saved (CtDocument *self)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  self->unsaved = FALSE;
  ct_history_mark_saved (self->history);
  update_modified (self);
}

void
ct_document_mark_modified (CtDocument *self)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  self->unsaved = TRUE;
  update_modified (self);
}

CtHistory *
ct_document_get_history (CtDocument *self)
{
  g_return_val_if_fail (CT_IS_DOCUMENT (self), NULL);
  return self->history;
}

static void
ct_document_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtDocument *self = CT_DOCUMENT (object);

  switch (id)
    {
    case PROP_RECORDING:
      g_value_set_boxed (value, self->recording);
      break;
    case PROP_EVIDENCE:
      g_value_set_boxed (value, self->evidence);
      break;
    case PROP_FILE:
      g_value_set_object (value, self->file);
      break;
    case PROP_MODIFIED:
      g_value_set_boolean (value, ct_document_get_modified (self));
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ct_document_finalize (GObject *object)
{
  CtDocument *self = CT_DOCUMENT (object);

  g_clear_pointer (&self->recording, ct_recording_unref);
  g_clear_pointer (&self->evidence, ct_evidence_unref);
  g_clear_object (&self->levels);
  g_clear_object (&self->file);
  g_clear_object (&self->history);
  g_clear_pointer (&self->touched, g_hash_table_unref);
  g_clear_pointer (&self->step, ct_step_free);
  g_hash_table_unref (self->places);
  g_array_unref (self->notes);
  g_array_unref (self->tracks);
  g_array_unref (self->deleted);
  ct_edit_tempo_clear (&self->score.tempo);
  ct_harmony_clear (&self->score.harmony);
  ct_percussion_clear (&self->score.percussion);
  ct_harmony_clear (&self->found);
  g_free (self->name);
  g_free (self->title);
  G_OBJECT_CLASS (ct_document_parent_class)->finalize (object);
}

static void
ct_document_class_init (CtDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ct_document_get_property;
  object_class->finalize = ct_document_finalize;
  props[PROP_RECORDING] = g_param_spec_boxed ("recording", NULL, NULL, CT_TYPE_RECORDING, flags);
  props[PROP_EVIDENCE] = g_param_spec_boxed ("evidence", NULL, NULL, CT_TYPE_EVIDENCE, flags);
  props[PROP_FILE] = g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, flags);
  props[PROP_MODIFIED] = g_param_spec_boolean ("modified", NULL, NULL, FALSE, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[CHANGED] = g_signal_new ("changed", CT_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_UINT);
  signals[STEPPED] = g_signal_new ("stepped", CT_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[HARMONY_CHANGED] = g_signal_new ("harmony-changed", CT_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);
}

static void
ct_document_init (CtDocument *self)
{
  self->levels = ct_level_store_new ();
  self->history = ct_history_new ();
  self->notes = g_array_new (FALSE, FALSE, sizeof (CtEditNote));
  self->tracks = g_array_new (FALSE, FALSE, sizeof (CtEditTrack));
  self->deleted = g_array_new (FALSE, FALSE, sizeof (CtDeletedNote));
  self->places = g_hash_table_new (NULL, NULL);
  self->found_is_current = TRUE;
  ct_transcriber_options_init (&self->score.options);
  self->score.next_note_id = 1;
  self->score.next_track_id = 1;
  ct_document_sort_notes (self);
  update_title (self);
}

CtDocument *
ct_document_new (void)
{
  return g_object_new (CT_TYPE_DOCUMENT, NULL);
}
