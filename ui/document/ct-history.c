/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-history-private.h"

#include <glib-object.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "ui/document/ct-history.h"

#define COALESCE_US (2 * G_USEC_PER_SEC)

struct _CtHistory
{
  GObject parent_instance;

  GPtrArray *done;   /* CtStep, the latest last */
  GPtrArray *undone; /* likewise */
  CtStep *saved;     /* the latest step when the document was saved; NULL: there was none */
  gboolean lost;     /* the saved state can no longer be reached */
};

enum
{
  PROP_CAN_UNDO = 1,
  PROP_CAN_REDO,
  PROP_UNDO_NAME,
  PROP_REDO_NAME,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtHistory, ct_history, G_TYPE_OBJECT)

CtStep *
ct_step_new (const char *name, const char *key)
{
  CtStep *self = g_new0 (CtStep, 1);

  self->name = g_strdup (name);
  self->key = g_strdup (key);
  self->time_us = g_get_monotonic_time ();
  self->notes = g_array_new (FALSE, FALSE, sizeof (CtNoteChange));
  return self;
}

void
ct_step_clear (CtStep *self)
{
  g_array_set_size (self->notes, 0);
  g_clear_pointer (&self->tracks_before, g_array_unref);
  g_clear_pointer (&self->tracks_after, g_array_unref);
  g_clear_pointer (&self->deleted_before, g_array_unref);
  g_clear_pointer (&self->deleted_after, g_array_unref);
  g_clear_pointer (&self->options_before, g_free);
  g_clear_pointer (&self->options_after, g_free);
  g_clear_pointer (&self->tempo_before, ct_tempo_state_free);
  g_clear_pointer (&self->tempo_after, ct_tempo_state_free);
  g_clear_pointer (&self->harmony_before, ct_harmony_state_free);
  g_clear_pointer (&self->harmony_after, ct_harmony_state_free);
  g_clear_pointer (&self->percussion_before, ct_percussion_state_free);
  g_clear_pointer (&self->percussion_after, ct_percussion_state_free);
}

void
ct_step_free (CtStep *self)
{
  ct_step_clear (self);
  g_free (self->name);
  g_free (self->key);
  g_array_unref (self->notes);
  g_free (self);
}

CtEditTempo *
ct_tempo_state_new (const CtEditTempo *tempo)
{
  CtEditTempo *self = g_new (CtEditTempo, 1);

  if (ct_edit_tempo_copy (tempo, self) != CT_STATUS_OK)
    g_error ("%s", ct_status_string (CT_STATUS_NO_MEMORY)); /* as GLib does where memory ends */
  return self;
}

void
ct_tempo_state_free (CtEditTempo *self)
{
  ct_edit_tempo_clear (self);
  g_free (self);
}

CtHarmony *
ct_harmony_state_new (const CtHarmony *harmony)
{
  CtHarmony *self = g_new (CtHarmony, 1);

  if (ct_harmony_copy (harmony, self) != CT_STATUS_OK)
    g_error ("%s", ct_status_string (CT_STATUS_NO_MEMORY)); /* as GLib does where memory ends */
  return self;
}

void
ct_harmony_state_free (CtHarmony *self)
{
  ct_harmony_clear (self);
  g_free (self);
}

CtPercussion *
ct_percussion_state_new (const CtPercussion *percussion)
{
  CtPercussion *self = g_new (CtPercussion, 1);

  if (ct_percussion_copy (percussion, self) != CT_STATUS_OK)
    g_error ("%s", ct_status_string (CT_STATUS_NO_MEMORY)); /* as GLib does where memory ends */
  return self;
}

void
ct_percussion_state_free (CtPercussion *self)
{
  ct_percussion_clear (self);
  g_free (self);
}

static CtStep *
top (GPtrArray *steps)
{
  return steps->len ? g_ptr_array_index (steps, steps->len - 1) : NULL;
}

static void
notify_all (CtHistory *self)
{
  for (guint i = 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
}

/* Moves the notes of @step into @into, the step before it. */
static void
join_notes (CtStep *into, const CtStep *step)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint n = into->notes->len;

  g_array_append_vals (into->notes, step->notes->data, step->notes->len);
  for (guint i = 0; i < into->notes->len; i++)
    {
      CtNoteChange *change = &g_array_index (into->notes, CtNoteChange, i);
      guint64 *id = change->before.id ? &change->before.id : &change->after.id;
      CtNoteChange *earlier = i >= n ? g_hash_table_lookup (places, id) : NULL;

      if (earlier)
        {
          earlier->after = change->after;
          *change = (CtNoteChange){ 0 };
        }
      else
        g_hash_table_insert (places, id, change);
    }
}

/* Drops the notes that are as they were before the step. */
static void
drop_unchanged_notes (CtStep *self)
{
  guint n = 0;

  for (guint i = 0; i < self->notes->len; i++)
    {
      CtNoteChange change = g_array_index (self->notes, CtNoteChange, i);

      if ((change.before.id || change.after.id) && !ct_edit_note_equal (&change.before, &change.after))
        g_array_index (self->notes, CtNoteChange, n++) = change;
    }
  g_array_set_size (self->notes, n);
}

static gboolean
tracks_changed (const CtStep *self)
{
  if (!self->tracks_before)
    return FALSE;
  if (self->tracks_before->len != self->tracks_after->len)
    return TRUE;
  for (guint i = 0; i < self->tracks_before->len; i++)
    if (!ct_edit_track_equal (&g_array_index (self->tracks_before, CtEditTrack, i),
                              &g_array_index (self->tracks_after, CtEditTrack, i)))
      return TRUE;
  return FALSE;
}

/* Whether nothing is left of the step: a slider moved there and back. */
static gboolean
changes_nothing (const CtStep *self)
{
  return self->notes->len == 0 && !self->deleted_before && !tracks_changed (self)
         && (!self->options_before || ct_transcriber_options_equal (self->options_before, self->options_after))
         && (!self->tempo_before || ct_edit_tempo_equal (self->tempo_before, self->tempo_after))
         && (!self->harmony_before || ct_harmony_equal (self->harmony_before, self->harmony_after))
         && (!self->percussion_before || ct_percussion_equal (self->percussion_before, self->percussion_after));
}

#define TAKE_LATER(into, step, what, clear)                                                                            \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    if ((step)->what##_after)                                                                                          \
      {                                                                                                                \
        clear (&(into)->what##_after);                                                                                 \
        (into)->what##_after = g_steal_pointer (&(step)->what##_after);                                                \
        if (!(into)->what##_before)                                                                                    \
          (into)->what##_before = g_steal_pointer (&(step)->what##_before);                                            \
      }                                                                                                                \
  }                                                                                                                    \
  G_STMT_END

static void
clear_array (GArray **array)
{
  g_clear_pointer (array, g_array_unref);
}

static void
clear_options (CtTranscriberOptions **options)
{
  g_clear_pointer (options, g_free);
}

static void
clear_tempo (CtEditTempo **tempo)
{
  g_clear_pointer (tempo, ct_tempo_state_free);
}

static void
clear_harmony (CtHarmony **harmony)
{
  g_clear_pointer (harmony, ct_harmony_state_free);
}

static void
clear_percussion (CtPercussion **percussion)
{
  g_clear_pointer (percussion, ct_percussion_state_free);
}

/* Makes @step part of @into. */
static void
join (CtStep *into, CtStep *step)
{
  join_notes (into, step);
  drop_unchanged_notes (into);
  TAKE_LATER (into, step, tracks, clear_array);
  TAKE_LATER (into, step, deleted, clear_array);
  TAKE_LATER (into, step, options, clear_options);
  TAKE_LATER (into, step, tempo, clear_tempo);
  TAKE_LATER (into, step, harmony, clear_harmony);
  TAKE_LATER (into, step, percussion, clear_percussion);
  into->time_us = step->time_us;
  ct_step_free (step);
}

static gboolean
can_join (CtHistory *self, const CtStep *step)
{
  const CtStep *last = top (self->done);

  return last && step->key && g_strcmp0 (last->key, step->key) == 0 && self->undone->len == 0 && last != self->saved
         && step->time_us - last->time_us < COALESCE_US;
}

void
ct_history_push (CtHistory *self, CtStep *step)
{
  if (can_join (self, step))
    {
      join (top (self->done), step);
      if (changes_nothing (top (self->done)))
        {
          g_ptr_array_set_size (self->done, (int) self->done->len - 1);
          notify_all (self);
        }
      return;
    }
  for (guint i = 0; self->saved && i < self->undone->len; i++)
    self->lost = self->lost || g_ptr_array_index (self->undone, i) == self->saved;
  if (self->lost)
    self->saved = NULL;
  g_ptr_array_set_size (self->undone, 0);
  g_ptr_array_add (self->done, step);
  notify_all (self);
}

const CtStep *
ct_history_walk (CtHistory *self, gboolean back)
{
  GPtrArray *from = back ? self->done : self->undone, *to = back ? self->undone : self->done;
  CtStep *step;

  if (from->len == 0)
    return NULL;
  step = g_ptr_array_steal_index (from, from->len - 1);
  g_ptr_array_add (to, step);
  notify_all (self);
  return step;
}

void
ct_history_clear (CtHistory *self)
{
  g_ptr_array_set_size (self->done, 0);
  g_ptr_array_set_size (self->undone, 0);
  self->saved = NULL;
  self->lost = FALSE;
  notify_all (self);
}

void
ct_history_mark_saved (CtHistory *self)
{
  self->saved = top (self->done);
  self->lost = FALSE;
}

gboolean
ct_history_is_saved (CtHistory *self)
{
  return !self->lost && self->saved == top (self->done);
}

gboolean
ct_history_get_can_undo (CtHistory *self)
{
  g_return_val_if_fail (CT_IS_HISTORY (self), FALSE);
  return self->done->len > 0;
}

gboolean
ct_history_get_can_redo (CtHistory *self)
{
  g_return_val_if_fail (CT_IS_HISTORY (self), FALSE);
  return self->undone->len > 0;
}

const char *
ct_history_get_undo_name (CtHistory *self)
{
  g_return_val_if_fail (CT_IS_HISTORY (self), NULL);
  return self->done->len ? top (self->done)->name : NULL;
}

const char *
ct_history_get_redo_name (CtHistory *self)
{
  g_return_val_if_fail (CT_IS_HISTORY (self), NULL);
  return self->undone->len ? top (self->undone)->name : NULL;
}

static void
ct_history_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtHistory *self = CT_HISTORY (object);

  switch (id)
    {
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, ct_history_get_can_undo (self));
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, ct_history_get_can_redo (self));
      break;
    case PROP_UNDO_NAME:
      g_value_set_string (value, ct_history_get_undo_name (self));
      break;
    case PROP_REDO_NAME:
      g_value_set_string (value, ct_history_get_redo_name (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ct_history_finalize (GObject *object)
{
  CtHistory *self = CT_HISTORY (object);

  g_ptr_array_unref (self->done);
  g_ptr_array_unref (self->undone);
  G_OBJECT_CLASS (ct_history_parent_class)->finalize (object);
}

static void
ct_history_class_init (CtHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_history_get_property;
  object_class->finalize = ct_history_finalize;
  props[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_UNDO_NAME] = g_param_spec_string ("undo-name", NULL, NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_REDO_NAME] = g_param_spec_string ("redo-name", NULL, NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ct_history_init (CtHistory *self)
{
  self->done = g_ptr_array_new_with_free_func ((GDestroyNotify) ct_step_free);
  self->undone = g_ptr_array_new_with_free_func ((GDestroyNotify) ct_step_free);
}

CtHistory *
ct_history_new (void)
{
  return g_object_new (CT_TYPE_HISTORY, NULL);
}
