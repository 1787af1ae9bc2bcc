/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transcription/ct-track-finder-private.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "core/timbre/ct-timbre-count.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/transcription/ct-change-text.h"
#include "ui/widgets/ct-toast.h"

enum
{
  PROP_SESSION = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtTrackFinder, ct_track_finder, GTK_TYPE_WIDGET)

static CtDocument *
get_document (CtTrackFinder *self)
{
  return ct_session_get_document (self->session);
}

static gboolean
can_find (CtTrackFinder *self)
{
  CtEvidence *evidence = self->session ? ct_document_get_evidence (get_document (self)) : NULL;

  return evidence && evidence->n_candidates > 0 && ct_document_get_score (get_document (self))->n_notes > 0;
}

static gboolean
is_wanted (CtTrackFinder *self)
{
  return self->rerun && ct_rerun_get_wanted (self->rerun);
}

/* The tracks that have notes. */
static guint
count_instruments (const CtEditScore *score)
{
  guint n = 0;

  for (gsize track = 0; track < score->n_tracks; track++)
    for (gsize i = 0; i < score->n_notes; i++)
      if (score->notes[i].track == score->tracks[track].id && !score->notes[i].uncertain)
        {
          n++;
          break;
        }
  return n;
}

/* ---- what is shown ---- */

static char *
dup_status (CtTrackFinder *self)
{
  CtRerunChange change;

  if (!is_wanted (self))
    return g_strdup ("");
  if (ct_rerun_get_problem (self->rerun))
    return g_strdup (ct_rerun_get_problem (self->rerun));
  if (!ct_rerun_get_change (self->rerun, &change))
    return g_strdup (_ ("Finding tracks again…"));
  if (change.moved || change.more_tracks || change.fewer_tracks)
    return ct_change_text_dup (&change);
  return g_strdup (
      _ ("No changes. Tracks that you renamed, recolored or edited stay as they are; you can split them."));
}

/* The number that is asked for; else, or if any will do, the one there is. */
static guint
number_shown (CtTrackFinder *self)
{
  int asked = ct_transcription_options_get (self->options)->tracks.n_tracks;
  const CtEditScore *preview;

  if (!self->session)
    return 1;
  if (is_wanted (self) && asked > 0)
    return (guint) asked;
  preview = is_wanted (self) ? ct_session_get_preview (self->session) : NULL;
  return count_instruments (preview ? preview : ct_document_get_score (get_document (self)));
}

static void number_changed (CtTrackFinder *self);

static void
show_number (CtTrackFinder *self)
{
  g_signal_handlers_block_by_func (self->number, number_changed, self);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->number), number_shown (self));
  g_signal_handlers_unblock_by_func (self->number, number_changed, self);
}

/* The number found, and the second best where it is about as likely. */
static void
show_count (CtTrackFinder *self)
{
  CtTimbreCount count = { 0 };
  gboolean known = self->counter && ct_track_counter_get (self->counter, &count);
  /* Translators: a number of instruments: 3 found */
  g_autofree char *found = g_strdup_printf (_ ("%d found"), count.n);
  /* Translators: a number of instruments, offered beside the one that was found: perhaps 4 */
  g_autofree char *perhaps = g_strdup_printf (_ ("Perhaps %d"), count.second);

  gtk_label_set_text (GTK_LABEL (self->count), found);
  gtk_button_set_label (GTK_BUTTON (self->perhaps), perhaps);
  gtk_widget_set_visible (self->found, known);
  gtk_widget_set_visible (self->perhaps, known && count.second > 0 && ct_timbre_count_doubts (&count));
}

static void
show_state (CtTrackFinder *self)
{
  gboolean busy = self->rerun && ct_rerun_get_busy (self->rerun), wanted = is_wanted (self);
  g_autofree char *text = dup_status (self);

  show_number (self);
  gtk_widget_set_sensitive (self->controls, can_find (self));
  gtk_label_set_text (GTK_LABEL (self->status), text);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
  gtk_widget_set_opacity (self->spinner, busy ? 1 : 0);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->result), wanted);
  if (wanted && !busy)
    self->asking = FALSE;
  if (self->asking && !wanted)
    {
      /* what would change nothing ends by itself */
      self->asking = FALSE;
      ct_toast_send (GTK_WIDGET (self), _ ("No changes"), FALSE);
    }
  gtk_widget_set_sensitive (self->apply, wanted && !ct_rerun_get_problem (self->rerun));
}

static void
load_options (CtTrackFinder *self)
{
  ct_transcription_options_load (self->options, &ct_document_get_score (get_document (self))->options);
}

/* ---- what is asked for ---- */

static void
drop (CtTrackFinder *self)
{
  if (!self->rerun)
    return;
  self->asking = FALSE;
  ct_rerun_drop (self->rerun);
  load_options (self);
  show_state (self);
}

static void
want (CtTrackFinder *self)
{
  if (!can_find (self))
    return;
  self->asking = TRUE;
  ct_rerun_want (self->rerun, ct_transcription_options_get (self->options),
                 &(CtRescoreScope){ .kind = CT_RESCORE_FIND_TRACKS });
  show_state (self);
}

/* Asks for @n instruments; 0: as many as are found. */
static void
want_number (CtTrackFinder *self, int n)
{
  CtTranscriberOptions options = *ct_transcription_options_get (self->options);

  options.tracks.n_tracks = n;
  ct_transcription_options_load (self->options, &options);
  want (self);
}

/* Back at the number there is, nothing is asked for any longer. */
static void
number_changed (CtTrackFinder *self)
{
  int n = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->number));

  if (self->session && n == (int) count_instruments (ct_document_get_score (get_document (self))))
    drop (self);
  else
    want_number (self, n);
}

static void
again_clicked (CtTrackFinder *self)
{
  want_number (self, 0);
}

static void
perhaps_clicked (CtTrackFinder *self)
{
  CtTimbreCount count;

  if (ct_track_counter_get (self->counter, &count))
    want_number (self, count.second);
}

static void
apply_clicked (CtTrackFinder *self)
{
  CtRerunChange change;
  g_autofree char *text = ct_rerun_get_change (self->rerun, &change) ? ct_change_text_dup (&change) : NULL;

  self->asking = FALSE;
  ct_rerun_apply (self->rerun);
  if (text && !ct_rerun_get_wanted (self->rerun))
    ct_toast_send (GTK_WIDGET (self), text, TRUE);
}

/* ---- the session ---- */

static void
document_changed (CtTrackFinder *self)
{
  if (!is_wanted (self))
    load_options (self);
  show_state (self);
}

static void
update_mapped (CtTrackFinder *self)
{
  gboolean mapped = gtk_widget_get_mapped (GTK_WIDGET (self));

  if (!self->session)
    return;
  ct_rerun_set_preview (self->rerun, mapped);
  ct_track_counter_set_active (self->counter, mapped);
}

static void
forget_session (CtTrackFinder *self)
{
  if (!self->session)
    return;
  self->asking = FALSE;
  g_signal_handlers_disconnect_by_data (get_document (self), self);
  g_signal_handlers_disconnect_by_data (self->rerun, self);
  g_signal_handlers_disconnect_by_data (self->counter, self);
  g_object_run_dispose (G_OBJECT (self->rerun));
  g_object_run_dispose (G_OBJECT (self->counter));
  g_clear_object (&self->rerun);
  g_clear_object (&self->counter);
  g_clear_object (&self->session);
}

static void
set_session (CtTrackFinder *self, CtSession *session)
{
  if (session == self->session)
    return;
  forget_session (self);
  if (session)
    {
      CtDocument *document = ct_session_get_document (session);

      self->session = g_object_ref (session);
      self->rerun = ct_rerun_new (session);
      self->counter = ct_track_counter_new (document);
      g_signal_connect_swapped (self->counter, "counted", G_CALLBACK (show_count), self);
      g_signal_connect_swapped (self->rerun, "updated", G_CALLBACK (show_state), self);
      g_signal_connect_swapped (self->rerun, "withdrawn", G_CALLBACK (drop), self);
      g_signal_connect_swapped (document, "changed", G_CALLBACK (document_changed), self);
      g_signal_connect_swapped (document, "stepped", G_CALLBACK (drop), self);
      g_signal_connect_swapped (document, "notify::evidence", G_CALLBACK (show_state), self);
      load_options (self);
    }
  update_mapped (self);
  show_count (self);
  show_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

/* ---- the widget ---- */

static void
ct_track_finder_init (CtTrackFinder *self)
{
  self->options = ct_transcription_options_new ();
  ct_track_finder_lay_out (self);
  g_signal_connect_swapped (self->number, "value-changed", G_CALLBACK (number_changed), self);
  g_signal_connect_swapped (self->again, "clicked", G_CALLBACK (again_clicked), self);
  g_signal_connect_swapped (self->perhaps, "clicked", G_CALLBACK (perhaps_clicked), self);
  g_signal_connect_swapped (self->cancel, "clicked", G_CALLBACK (drop), self);
  g_signal_connect_swapped (self->apply, "clicked", G_CALLBACK (apply_clicked), self);
  g_signal_connect_swapped (self->options, "edited", G_CALLBACK (want), self);
  show_count (self);
  show_state (self);
}

static void
ct_track_finder_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ct_track_finder_parent_class)->map (widget);
  update_mapped (CT_TRACK_FINDER (widget));
}

static void
ct_track_finder_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ct_track_finder_parent_class)->unmap (widget);
  update_mapped (CT_TRACK_FINDER (widget));
}

static void
ct_track_finder_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    set_session (CT_TRACK_FINDER (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_track_finder_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, CT_TRACK_FINDER (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_track_finder_dispose (GObject *object)
{
  CtTrackFinder *self = CT_TRACK_FINDER (object);

  forget_session (self);
  if (self->options)
    g_signal_handlers_disconnect_by_data (self->options, self);
  g_clear_object (&self->options);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_track_finder_parent_class)->dispose (object);
}

static void
ct_track_finder_class_init (CtTrackFinderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ct_track_finder_get_property;
  object_class->set_property = ct_track_finder_set_property;
  object_class->dispose = ct_track_finder_dispose;
  widget_class->map = ct_track_finder_map;
  widget_class->unmap = ct_track_finder_unmap;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

GtkWidget *
ct_track_finder_new (void)
{
  return g_object_new (CT_TYPE_TRACK_FINDER, NULL);
}
