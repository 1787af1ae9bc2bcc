/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transcription/ct-transcription-panel-private.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-pitch-name.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber.h"
#include "ui/analysis/ct-rerun.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/session/ct-pitch-text.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/support/ct-value-text.h"
#include "ui/transcription/ct-change-text.h"
#include "ui/transcription/ct-transcription-options.h"
#include "ui/transcription/ct-transcription-panel.h"
#include "ui/widgets/ct-control-rows.h"
#include "ui/widgets/ct-toast.h"

enum
{
  PROP_SESSION = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtTranscriptionPanel, ct_transcription_panel, GTK_TYPE_WIDGET)

static CtDocument *
get_document (CtTranscriptionPanel *self)
{
  return ct_session_get_document (self->session);
}

/* ---- scope ---- */

/* FALSE if there is no loop, selection or track that was chosen. */
static gboolean
get_scope (CtTranscriptionPanel *self, CtRescoreScope *scope)
{
  *scope = (CtRescoreScope){ .kind = (CtRescoreKind) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->scope)) };
  switch (scope->kind)
    {
    case CT_RESCORE_SPAN:
      return ct_session_get_loop (self->session, &scope->span)
             || ct_selection_get_span (ct_session_get_selection (self->session), &scope->span);
    case CT_RESCORE_TRACK:
      scope->track = ct_session_get_current_track (self->session);
      return scope->track != 0;
    case CT_RESCORE_ALL:
    default:
      return TRUE;
    }
}

static char *
dup_scope_text (CtTranscriptionPanel *self)
{
  CtRescoreScope scope;
  g_autofree char *start = NULL, *end = NULL;

  if (!get_scope (self, &scope))
    return g_strdup (scope.kind == CT_RESCORE_SPAN ? _ ("Set a loop or select notes to choose the range.")
                                                   : _ ("There is no track."));
  if (scope.kind == CT_RESCORE_TRACK)
    return ct_document_dup_track_name (get_document (self), scope.track);
  if (scope.kind == CT_RESCORE_ALL)
    return NULL;
  start = ct_value_text_dup_time (scope.span.start_s);
  end = ct_value_text_dup_time (scope.span.end_s);
  /* Translators: a span of time, from and to */
  return g_strdup_printf (_ ("%s to %s"), start, end);
}

static void
show_scope (CtTranscriptionPanel *self)
{
  g_autofree char *text = self->session ? dup_scope_text (self) : NULL;

  gtk_label_set_text (GTK_LABEL (self->scope_text), text ? text : "");
  gtk_widget_set_visible (self->scope_text, text != NULL);
}

/* ---- the change ---- */

static gboolean
can_find (CtTranscriptionPanel *self)
{
  CtEvidence *evidence = self->session ? ct_document_get_evidence (get_document (self)) : NULL;

  return evidence && evidence->analysis && evidence->analysis->posteriors;
}

static char *
dup_status (CtTranscriptionPanel *self)
{
  CtRerunChange change;

  if (!can_find (self))
    return g_strdup (_ ("Open a recording to adjust its transcription."));
  if (!ct_rerun_get_wanted (self->rerun))
    return g_strdup (_ ("Move a slider to preview changes."));
  if (ct_rerun_get_problem (self->rerun))
    return g_strdup (ct_rerun_get_problem (self->rerun));
  if (ct_rerun_get_change (self->rerun, &change))
    return ct_change_text_dup (&change);
  return g_strdup (_ ("Transcribing again…"));
}

static void
show_status (CtTranscriptionPanel *self)
{
  gboolean busy = self->rerun && ct_rerun_get_busy (self->rerun),
           wanted = self->rerun && ct_rerun_get_wanted (self->rerun);
  g_autofree char *text = dup_status (self);

  gtk_label_set_text (GTK_LABEL (self->status), text);
  gtk_widget_set_visible (self->way_out, self->session && ct_session_get_preview (self->session));
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
  gtk_widget_set_opacity (self->spinner, busy ? 1 : 0);
  gtk_widget_set_sensitive (self->controls, can_find (self));
  gtk_widget_set_sensitive (self->reset, can_find (self));
  gtk_widget_set_sensitive (self->apply, wanted && !ct_rerun_get_problem (self->rerun));
}

static void
want (CtTranscriptionPanel *self)
{
  CtRescoreScope scope;

  show_scope (self);
  if (!can_find (self))
    return;
  if (get_scope (self, &scope))
    ct_rerun_want (self->rerun, ct_transcription_options_get (self->options), &scope);
  else
    ct_rerun_drop (self->rerun);
  show_status (self);
}

static void
options_edited (CtTranscriptionPanel *self)
{
  if (self->session)
    want (self);
}

/* The request moves along to another loop, selection or track. */
static void
scope_changed (CtTranscriptionPanel *self)
{
  show_scope (self);
  if (self->rerun && ct_rerun_get_wanted (self->rerun))
    want (self);
}

static void
place_changed (CtTranscriptionPanel *self)
{
  if (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->scope)) != CT_RESCORE_ALL)
    scope_changed (self);
}

static void
reset_clicked (CtTranscriptionPanel *self)
{
  ct_transcription_options_reset (self->options);
  want (self);
}

static void
apply_clicked (CtTranscriptionPanel *self)
{
  CtRerunChange change;
  g_autofree char *text = ct_rerun_get_change (self->rerun, &change) ? ct_change_text_dup (&change) : NULL;

  ct_rerun_apply (self->rerun);
  if (text && !ct_rerun_get_wanted (self->rerun))
    ct_toast_send (GTK_WIDGET (self), text, TRUE);
}

static void
update_preview (CtTranscriptionPanel *self)
{
  if (self->rerun)
    ct_rerun_set_preview (self->rerun, gtk_widget_get_mapped (GTK_WIDGET (self))
                                           && gtk_switch_get_active (GTK_SWITCH (self->preview)));
}

/* ---- the session ---- */

static void
load_options (CtTranscriptionPanel *self)
{
  ct_transcription_options_load (self->options, &ct_document_get_score (get_document (self))->options);
}

static void
document_changed (CtTranscriptionPanel *self)
{
  if (!ct_rerun_get_wanted (self->rerun))
    load_options (self);
  show_scope (self);
  show_status (self);
}

/* Undo and redo also change the settings, and a preview that is ended takes its own with it. */
static void
go_back (CtTranscriptionPanel *self)
{
  ct_rerun_drop (self->rerun);
  document_changed (self);
}

/* The range is for the whole song: its ends are named by the key at the beginning. */
static void
name_range (CtTranscriptionPanel *self)
{
  CtKey key = ct_document_get_key_at (get_document (self), 0);
  CtPitchNaming naming;

  ct_pitch_text_get_naming (self->session, &naming);
  ct_control_rows_name_pitches (GTK_SPIN_BUTTON (self->lowest), &naming, &key);
  ct_control_rows_name_pitches (GTK_SPIN_BUTTON (self->highest), &naming, &key);
}

static void
forget_session (CtTranscriptionPanel *self)
{
  if (!self->session)
    return;
  g_signal_handlers_disconnect_by_data (get_document (self), self);
  g_signal_handlers_disconnect_by_data (ct_session_get_selection (self->session), self);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_signal_handlers_disconnect_by_data (self->rerun, self);
  g_object_run_dispose (G_OBJECT (self->rerun));
  g_clear_object (&self->rerun);
  g_clear_object (&self->session);
}

static void
set_session (CtTranscriptionPanel *self, CtSession *session)
{
  if (session == self->session)
    return;
  forget_session (self);
  if (session)
    {
      CtDocument *document = ct_session_get_document (session);

      self->session = g_object_ref (session);
      self->rerun = ct_rerun_new (session);
      g_signal_connect_swapped (self->rerun, "updated", G_CALLBACK (show_status), self);
      g_signal_connect_swapped (self->rerun, "withdrawn", G_CALLBACK (go_back), self);
      g_signal_connect_swapped (document, "changed", G_CALLBACK (document_changed), self);
      g_signal_connect_swapped (document, "stepped", G_CALLBACK (go_back), self);
      g_signal_connect_swapped (document, "notify::evidence", G_CALLBACK (show_status), self);
      g_signal_connect_swapped (ct_session_get_selection (session), "changed", G_CALLBACK (place_changed), self);
      g_signal_connect_swapped (session, "preview-changed", G_CALLBACK (show_status), self);
      g_signal_connect_swapped (session, "notify::loop-enabled", G_CALLBACK (place_changed), self);
      g_signal_connect_swapped (session, "notify::current-track", G_CALLBACK (place_changed), self);
      g_signal_connect_swapped (session, "names-changed", G_CALLBACK (name_range), self);
      load_options (self);
      name_range (self);
    }
  update_preview (self);
  show_scope (self);
  show_status (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

static void
connect_controls (CtTranscriptionPanel *self)
{
  g_signal_connect_swapped (self->options, "edited", G_CALLBACK (options_edited), self);
  g_signal_connect_swapped (self->scope, "notify::selected", G_CALLBACK (scope_changed), self);
  g_signal_connect_swapped (self->preview, "notify::active", G_CALLBACK (update_preview), self);
  g_signal_connect_swapped (self->reset, "clicked", G_CALLBACK (reset_clicked), self);
  g_signal_connect_swapped (self->apply, "clicked", G_CALLBACK (apply_clicked), self);
}

static void
ct_transcription_panel_init (CtTranscriptionPanel *self)
{
  self->options = ct_transcription_options_new ();
  ct_transcription_panel_lay_out (self);
  connect_controls (self);
  show_scope (self);
  show_status (self);
}

static void
ct_transcription_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ct_transcription_panel_parent_class)->map (widget);
  update_preview (CT_TRANSCRIPTION_PANEL (widget));
}

static void
ct_transcription_panel_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ct_transcription_panel_parent_class)->unmap (widget);
  update_preview (CT_TRANSCRIPTION_PANEL (widget));
}

static void
ct_transcription_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    set_session (CT_TRANSCRIPTION_PANEL (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_transcription_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, CT_TRANSCRIPTION_PANEL (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_transcription_panel_dispose (GObject *object)
{
  CtTranscriptionPanel *self = CT_TRANSCRIPTION_PANEL (object);

  forget_session (self);
  if (self->options)
    g_signal_handlers_disconnect_by_data (self->options, self);
  g_clear_object (&self->options);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_transcription_panel_parent_class)->dispose (object);
}

static void
ct_transcription_panel_class_init (CtTranscriptionPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ct_transcription_panel_get_property;
  object_class->set_property = ct_transcription_panel_set_property;
  object_class->dispose = ct_transcription_panel_dispose;
  widget_class->map = ct_transcription_panel_map;
  widget_class->unmap = ct_transcription_panel_unmap;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

GtkWidget *
ct_transcription_panel_new (void)
{
  return g_object_new (CT_TYPE_TRANSCRIPTION_PANEL, NULL);
}
