/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-split-box-private.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-track-split.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-pitch-text.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/support/ct-worker.h"
#include "ui/tracks/ct-split-box.h"
#include "ui/widgets/ct-control-rows.h"
#include "ui/widgets/ct-toast.h"

#define MAX_TIMBRES 8

enum
{
  PROP_SESSION = 1,
  N_PROPS,
};

enum
{
  OPENED,
  CLOSED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CtSplitBox, ct_split_box, GTK_TYPE_WIDGET)

static CtDocument *
get_document (CtSplitBox *self)
{
  return ct_session_get_document (self->session);
}

static CtSplitMode
get_mode (CtSplitBox *self)
{
  for (int mode = CT_SPLIT_TIMBRE; mode <= CT_SPLIT_SELECTION; mode++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->modes[mode])))
      return (CtSplitMode) mode;
  return CT_SPLIT_TIMBRE;
}

/* ---- the preview ---- */

/* Takes @score. NULL removes only this box's own preview. */
static void
show_preview (CtSplitBox *self, CtEditScore *score)
{
  gboolean replaces = score || self->shown == ct_session_get_preview (self->session);

  self->shown = score; /* before the signal, which is then known to be this box's own */
  if (replaces)
    ct_session_set_preview (self->session, score);
}

static char *
describe (CtSplitBox *self)
{
  guint n = self->split ? (guint) ct_track_split_n_notes (self->split) : 0;
  guint n_groups = self->split ? (guint) ct_track_split_n_groups (self->split) : 0;
  g_autoptr (GString) text = NULL;

  if (n == 0)
    return g_strdup (_ ("There are no notes to split."));
  if (get_mode (self) == CT_SPLIT_SELECTION)
    return g_strdup_printf (self->shown ? ngettext ("%u note goes to a new track.", "%u notes go to a new track.", n)
                                        : _ ("That would move the whole track."),
                            n);
  if (n_groups < 2)
    return g_strdup (get_mode (self) == CT_SPLIT_TIMBRE
                         ? _ ("These notes all sound alike. Choose a number to split them anyway.")
                         : _ ("All these notes lie on one side of the split."));
  if (!self->shown)
    return g_strdup (_ ("The tracks are already split this way."));
  text = g_string_new (NULL);
  for (guint group = 0; group < n_groups; group++)
    /* Translators: between the numbers of a list */
    g_string_append_printf (text, "%s%zu", group > 0 ? _ (" + ") : "", ct_track_split_group_size (self->split, group));
  /* Translators: %s is a list of numbers of notes, such as 120 + 80; %u how many tracks they go to */
  return g_strdup_printf (ngettext ("%s notes on %u track", "%s notes on %u tracks", n_groups), text->str, n_groups);
}

static void
show_result (CtSplitBox *self)
{
  g_autofree char *text = NULL;

  show_preview (self, self->split ? ct_track_edits_preview_split (get_document (self), self->split) : NULL);
  text = describe (self);
  gtk_label_set_text (GTK_LABEL (self->result), text);
  gtk_widget_set_sensitive (self->apply, self->shown != NULL);
}

/* ---- computing ---- */

typedef struct
{
  CtTrackSplit *split;
  int n_timbres; /* 0: automatic */
} Job;

static void
free_job (gpointer data)
{
  Job *self = data;

  g_clear_pointer (&self->split, ct_track_split_free);
  g_free (self);
}

static gboolean
split_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  const Job *job = data;
  CtStatus status = ct_track_split_by_timbre (job->split, job->n_timbres);

  if (status != CT_STATUS_OK)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, ct_status_string (status));
  return status == CT_STATUS_OK;
}

static void
on_timbre_run (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CtSplitBox) self = data;
  GTask *task = G_TASK (result);
  g_autoptr (GError) error = NULL;
  gboolean wanted = g_task_get_cancellable (task) == self->computing;

  if (!g_task_propagate_boolean (task, &error))
    {
      if (wanted)
        {
          g_clear_object (&self->computing);
          gtk_label_set_text (GTK_LABEL (self->result), error->message);
        }
      return;
    }
  if (!wanted)
    return;
  g_clear_object (&self->computing);
  g_clear_pointer (&self->split, ct_track_split_free);
  self->split = g_steal_pointer (&((Job *) g_task_get_task_data (task))->split);
  show_result (self);
}

static void
stop_computing (CtSplitBox *self)
{
  if (self->computing)
    g_cancellable_cancel (self->computing);
  g_clear_object (&self->computing);
}

/* In a worker, as it takes longer than a frame. */
static void
start_timbre (CtSplitBox *self, CtTrackSplit *split)
{
  int place = (int) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->n_timbres));
  g_autoptr (GTask) task = NULL;
  Job *job = g_new0 (Job, 1);

  *job = (Job){ split, place == 0 ? 0 : place + 1 };
  self->computing = g_cancellable_new ();
  task = g_task_new (NULL, self->computing, on_timbre_run, g_object_ref (self));
  g_task_set_task_data (task, job, free_job);
  ct_worker_run (task, split_in_worker);
}

static CtTrackSplit *
make_split (CtSplitBox *self)
{
  CtDocument *document = get_document (self);
  guint n;
  g_autofree guint64 *ids = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->selected))
                                    || get_mode (self) == CT_SPLIT_SELECTION
                                ? ct_selection_dup (ct_session_get_selection (self->session), &n)
                                : ct_track_edits_dup_notes (document, self->tracks, self->n_tracks, &n);

  return ct_track_edits_new_split (document, ids, n);
}

/* 0: the best gap. */
static int
get_boundary (CtSplitBox *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->best_gap))
             ? 0
             : gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->boundary));
}

static void
compute (CtSplitBox *self)
{
  CtTrackSplit *split;
  int midi;

  if (!self->open)
    return;
  stop_computing (self);
  split = make_split (self);
  if (get_mode (self) == CT_SPLIT_TIMBRE)
    {
      start_timbre (self, split);
      return;
    }
  if (get_mode (self) == CT_SPLIT_SELECTION)
    ct_track_split_off (split);
  else
    {
      midi = ct_track_split_by_register (split, get_boundary (self));
      if (midi > 0)
        gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->boundary), midi);
    }
  g_clear_pointer (&self->split, ct_track_split_free);
  self->split = split;
  show_result (self);
}

/* ---- opening and closing ---- */

static void
close_box (CtSplitBox *self, gboolean applied)
{
  if (!self->open)
    return;
  self->open = FALSE;
  stop_computing (self);
  show_preview (self, NULL);
  g_clear_pointer (&self->split, ct_track_split_free);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
  g_signal_emit (self, signals[CLOSED], 0, applied);
}

/* Splits again what is left of the tracks. */
static void
on_document_changed (CtSplitBox *self)
{
  guint n = 0;

  if (!self->open)
    return;
  for (guint i = 0; i < self->n_tracks; i++)
    if (ct_document_get_track (get_document (self), self->tracks[i]))
      self->tracks[n++] = self->tracks[i];
  self->n_tracks = n;
  if (n == 0)
    close_box (self, FALSE);
  else
    compute (self);
}

static void
show_selected (CtSplitBox *self)
{
  guint n = ct_selection_get_n (ct_session_get_selection (self->session));
  g_autofree char *text = g_strdup_printf (ngettext ("Only the %u selected note", "Only the %u selected notes", n), n);

  gtk_check_button_set_label (GTK_CHECK_BUTTON (self->selected), text);
  gtk_widget_set_visible (self->selected, n > 0 && get_mode (self) != CT_SPLIT_SELECTION);
  if (n == 0)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->selected), FALSE);
}

static void
on_selection_changed (CtSplitBox *self)
{
  if (!self->open)
    return;
  show_selected (self);
  if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->selected)) || get_mode (self) == CT_SPLIT_SELECTION)
    compute (self);
}

/* Another preview takes over the canvas. */
static void
on_preview_changed (CtSplitBox *self)
{
  if (!self->open || ct_session_get_preview (self->session) == self->shown)
    return;
  self->shown = NULL;
  close_box (self, FALSE);
}

void
ct_split_box_option_changed (CtSplitBox *self)
{
  if (self->open)
    compute (self);
}

void
ct_split_box_boundary_changed (CtSplitBox *self)
{
  /* the best gap is also shown here, but not chosen by the user */
  if (self->open && get_boundary (self) > 0)
    compute (self);
}

void
ct_split_box_mode_changed (CtSplitBox *self, GtkToggleButton *button)
{
  static const char *const pages[] = { "timbre", "register", "selection" };

  if (!gtk_toggle_button_get_active (button))
    return;
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), pages[get_mode (self)]);
  if (!self->open)
    return;
  show_selected (self);
  compute (self);
}

void
ct_split_box_open (CtSplitBox *self, CtSplitMode mode, const guint32 *tracks, guint n, gboolean selected)
{
  g_return_if_fail (CT_IS_SPLIT_BOX (self));
  if (!self->session || n == 0)
    return;
  g_free (self->tracks);
  self->tracks = g_memdup2 (tracks, n * sizeof *tracks);
  self->n_tracks = n;
  self->open = FALSE;                           /* so that setting the options computes nothing yet */
  ct_session_set_preview (self->session, NULL); /* of another tool */
  self->shown = NULL;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->modes[mode]), TRUE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->selected), selected);
  self->open = TRUE;
  show_selected (self);
  gtk_label_set_text (GTK_LABEL (self->result), "");
  gtk_widget_set_sensitive (self->apply, FALSE);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
  gtk_widget_grab_focus (self->modes[mode]);
  compute (self);
  g_signal_emit (self, signals[OPENED], 0);
}

gboolean
ct_split_box_is_open (CtSplitBox *self)
{
  return self->open;
}

gboolean
ct_split_box_is_settled (CtSplitBox *self)
{
  return self->computing == NULL;
}

guint
ct_split_box_get_n_groups (CtSplitBox *self)
{
  return self->shown ? (guint) ct_track_split_n_groups (self->split) : 0;
}

void
ct_split_box_set_n_timbres (CtSplitBox *self, guint n_timbres)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->n_timbres), n_timbres < 2 ? 0 : MIN (n_timbres, MAX_TIMBRES) - 1);
}

void
ct_split_box_set_boundary (CtSplitBox *self, guint midi)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->best_gap), midi == 0);
  if (midi > 0)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->boundary), midi);
}

void
ct_split_box_apply (CtSplitBox *self)
{
  g_autofree char *text = NULL;
  CtTrackSplit *split;
  guint n;

  g_return_if_fail (CT_IS_SPLIT_BOX (self));
  if (!self->open || self->computing || !self->shown)
    return;
  split = g_steal_pointer (&self->split);
  close_box (self, TRUE);
  n = ct_track_edits_split (get_document (self), split);
  ct_track_split_free (split);
  text = n > 0 ? g_strdup_printf (ngettext ("%u new track", "%u new tracks", n), n) : g_strdup (_ ("Notes reassigned"));
  ct_toast_send (GTK_WIDGET (self), text, TRUE);
}

void
ct_split_box_cancel (CtSplitBox *self)
{
  g_return_if_fail (CT_IS_SPLIT_BOX (self));
  close_box (self, FALSE);
}

/* A boundary is for the whole track: it is named by the key at the beginning. */
static void
name_boundary (CtSplitBox *self)
{
  CtKey key = ct_document_get_key_at (get_document (self), 0);
  CtPitchNaming naming;

  ct_pitch_text_get_naming (self->session, &naming);
  ct_control_rows_name_pitches (GTK_SPIN_BUTTON (self->boundary), &naming, &key);
}

static void
forget_session (CtSplitBox *self)
{
  if (!self->session)
    return;
  close_box (self, FALSE);
  g_signal_handlers_disconnect_by_data (get_document (self), self);
  g_signal_handlers_disconnect_by_data (ct_session_get_selection (self->session), self);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
}

void
ct_split_box_set_session (CtSplitBox *self, CtSession *session)
{
  g_return_if_fail (CT_IS_SPLIT_BOX (self));
  if (self->session == session)
    return;
  forget_session (self);
  if (session)
    {
      self->session = g_object_ref (session);
      g_signal_connect_swapped (get_document (self), "changed", G_CALLBACK (on_document_changed), self);
      g_signal_connect_swapped (ct_session_get_selection (session), "changed", G_CALLBACK (on_selection_changed), self);
      g_signal_connect_swapped (session, "preview-changed", G_CALLBACK (on_preview_changed), self);
      g_signal_connect_swapped (session, "names-changed", G_CALLBACK (name_boundary), self);
      name_boundary (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

/* ---- construction ---- */

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  CtSplitBox *self = CT_SPLIT_BOX (widget);

  if (!self->open)
    return GDK_EVENT_PROPAGATE;
  ct_split_box_cancel (self);
  return GDK_EVENT_STOP;
}

static void
ct_split_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, CT_SPLIT_BOX (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_split_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    ct_split_box_set_session (CT_SPLIT_BOX (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_split_box_dispose (GObject *object)
{
  CtSplitBox *self = CT_SPLIT_BOX (object);

  forget_session (self);
  g_clear_pointer (&self->tracks, g_free);
  g_clear_pointer (&self->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_split_box_parent_class)->dispose (object);
}

static void
ct_split_box_class_init (CtSplitBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ct_split_box_get_property;
  object_class->set_property = ct_split_box_set_property;
  object_class->dispose = ct_split_box_dispose;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[OPENED] = g_signal_new ("opened", CT_TYPE_SPLIT_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLOSED] = g_signal_new ("closed", CT_TYPE_SPLIT_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_BOOLEAN);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
ct_split_box_init (CtSplitBox *self)
{
  ct_split_box_build (self);
}

GtkWidget *
ct_split_box_new (void)
{
  return g_object_new (CT_TYPE_SPLIT_BOX, NULL);
}
