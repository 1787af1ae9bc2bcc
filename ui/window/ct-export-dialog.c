/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-export-dialog.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/isolation/ct-stem-files.h"
#include "core/rhythm/ct-note-grid.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-note-text.h"
#include "ui/support/ct-file-error.h"
#include "ui/widgets/ct-message.h"
#include "ui/window/ct-file-chooser.h"
#include "ui/window/ct-paths.h"

#define PROGRESS_MS 100

struct _CtExportDialog
{
  AdwWindow parent;
  CtSession *session;
  CtExportFormat format;
  CtFileChooser *chooser;
  GCancellable *exporting; /* the export under way, or NULL */
  int permille;            /* its progress */
  guint tick;
  GtkWidget *export_button;
  AdwComboRow *scope_row, *format_row, *timing_row;
  GtkProgressBar *progress;
  GtkWidget *loop_row, *bends_row, *chords_row, *transposed_row;
  GtkSwitch *muted_switch, *loop_switch, *bends_switch, *chords_switch, *transposed_switch;
  GtkLabel *count_label;
};

static guint message_signal;

G_DEFINE_FINAL_TYPE (CtExportDialog, ct_export_dialog, ADW_TYPE_WINDOW)

/* The choices of scope_row. */
enum
{
  SCOPE_VISIBLE,
  SCOPE_CURRENT,
  SCOPE_ALL,
};

/* The choices of timing_row; sheet music is never as heard, and lacks the first. */
enum
{
  TIMING_HEARD,
  TIMING_AUTOMATIC,
  TIMING_GRID,
};

/* The options set in the rows; .tracks points to @track. */
static CtExportOptions
get_options (CtExportDialog *self, guint32 *track)
{
  guint first_timing = self->format == CT_EXPORT_MUSICXML ? TIMING_AUTOMATIC : TIMING_HEARD;
  guint timing = first_timing + adw_combo_row_get_selected (self->timing_row);
  gboolean is_wav = adw_combo_row_get_selected (self->format_row) == 1;
  static const CtExportScope scopes[] = { CT_EXPORT_VISIBLE, CT_EXPORT_SELECTED, CT_EXPORT_ALL };

  *track = ct_session_get_current_track (self->session);
  return (CtExportOptions){ .format = self->format,
                            .scope = scopes[adw_combo_row_get_selected (self->scope_row)],
                            .loop_only = gtk_switch_get_active (self->loop_switch),
                            .muted_too = gtk_switch_get_active (self->muted_switch),
                            .quantised = timing == TIMING_AUTOMATIC || timing == TIMING_GRID,
                            .grid = timing == TIMING_GRID ? *ct_session_get_grid (self->session) : (CtNoteGrid){ 0 },
                            .pitch_bends = gtk_switch_get_active (self->bends_switch),
                            .chords = gtk_switch_get_active (self->chords_switch),
                            .transposed = gtk_switch_get_active (self->transposed_switch),
                            .tracks = track,
                            .n_tracks = 1,
                            .stem_format = is_wav ? CT_STEM_WAV : CT_STEM_FLAC,
                            .permille = &self->permille };
}

/* What is told of stems of as many notes and drum hits, of which there are some. */
static const char *
describe_stems (guint n_notes, guint n_hits)
{
  if (n_notes == 0)
    return _ ("The drums are isolated from the recording into an audio file; one more file contains the rest.");
  if (n_hits == 0)
    return _ ("Each track is isolated from the recording into an audio file; one more file contains the rest.");
  return _ ("Each track is isolated from the recording into an audio file, and the drums into one; one more "
            "file contains the rest.");
}

static void
options_changed (GObject *row, GParamSpec *pspec, CtExportDialog *self)
{
  guint32 track;
  CtExportOptions options;
  guint n, n_hits;
  g_autofree char *text = NULL;

  if (!self->session)
    return;
  options = get_options (self, &track);
  gtk_widget_set_sensitive (self->bends_row, !options.quantised); /* which follow the recording */
  n = ct_exporter_count (self->session, &options, &n_hits);
  if (n + n_hits == 0)
    text = g_strdup (_ ("There is nothing to export."));
  else if (self->exporting && self->format == CT_EXPORT_STEMS)
    text = g_strdup (_ ("Isolating the tracks…"));
  else if (self->format == CT_EXPORT_STEMS)
    text = g_strdup (describe_stems (n, n_hits));
  else if (self->format == CT_EXPORT_MUSICXML && !ct_document_get_tempo_map (ct_session_get_document (self->session)))
    text = g_strdup (_ ("No beats were found: the music is written as if each second were a quarter note."));
  else if (n == 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u drum hit will be exported.",
                                         "%u drum hits will be exported.", n_hits),
                            n_hits);
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u note will be exported.", "%u notes will be exported.", n),
                            n);
  gtk_label_set_label (self->count_label, text);
  gtk_widget_set_sensitive (self->export_button, n + n_hits > 0 && !self->exporting);
}

static gboolean
show_progress (gpointer data)
{
  CtExportDialog *self = data;

  gtk_progress_bar_set_fraction (self->progress, g_atomic_int_get (&self->permille) / 1000.0);
  return G_SOURCE_CONTINUE;
}

/* While exporting, closing the window cancels. */
static void
set_exporting (CtExportDialog *self, gboolean exporting)
{
  g_clear_object (&self->exporting);
  g_clear_handle_id (&self->tick, g_source_remove);
  self->permille = 0;
  if (exporting)
    self->exporting = g_cancellable_new ();
  if (exporting && self->format == CT_EXPORT_STEMS)
    self->tick = g_timeout_add (PROGRESS_MS, show_progress, self);
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), self->tick != 0);
  options_changed (NULL, NULL, self);
}

/* The text of the toast: what was written, and where. */
static char *
dup_summary (CtExportDialog *self, GAsyncResult *result, guint n_notes, guint n_tracks)
{
  g_autofree char *name = ct_file_display_name (ct_exporter_get_path (result));

  if (self->format != CT_EXPORT_STEMS && n_notes == 0)
    /* Translators: %s is the name of a file */
    return g_strdup_printf (_ ("Exported drum hits to “%s”"), name);
  if (self->format != CT_EXPORT_STEMS)
    /* Translators: %s is the name of a file */
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "Exported %u note to “%s”", "Exported %u notes to “%s”", n_notes), n_notes, name);
  /* Translators: %s is the name of a folder */
  if (n_tracks == 0)
    return g_strdup_printf (_ ("Exported the drums and the rest to “%s”"), name);
  /* Translators: %s is the name of a folder */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Exported %u track and the rest to “%s”",
                                       "Exported %u tracks and the rest to “%s”", n_tracks),
                          n_tracks, name);
}

/* As loud as the recording is what everybody expects, so it is said where stems are not. */
static char *
dup_softer (char *summary, double gain)
{
  g_autofree char *text = summary;

  if (!(gain < 1))
    return g_steal_pointer (&text);
  /* Translators: %s is “Exported 3 tracks and the rest to “Song stems””, %.1f a number of decibels */
  return g_strdup_printf (_ ("%s, %.1f dB softer so that nothing is clipped"), text, -20 * log10 (gain));
}

static void
exported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CtExportDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n_notes, n_tracks;
  gboolean done = ct_exporter_export_finish (CT_SESSION (source), result, &n_notes, &n_tracks, &error);

  set_exporting (self, FALSE);
  if (!done && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->session)
    {
      ct_message_show_error (GTK_WIDGET (self), _ ("Could Not Export File"), error->message);
      return;
    }
  text = done ? dup_summary (self, result, n_notes, n_tracks) : NULL;
  if (done && self->format == CT_EXPORT_STEMS)
    text = dup_softer (text, ct_exporter_get_gain (result));
  if (text)
    g_signal_emit (self, message_signal, 0, text);
  gtk_window_close (GTK_WINDOW (self));
}

/* Closing cancels an export, whose end then closes the window. */
static gboolean
ct_export_dialog_close_request (GtkWindow *window)
{
  CtExportDialog *self = CT_EXPORT_DIALOG (window);

  if (self->exporting)
    {
      g_cancellable_cancel (self->exporting);
      return TRUE;
    }
  return GTK_WINDOW_CLASS (ct_export_dialog_parent_class)->close_request (window);
}

static void
place_chosen (GFile *file, gpointer data)
{
  CtExportDialog *self = data;
  guint32 track;
  CtExportOptions options;

  if (!file)
    return;
  options = get_options (self, &track);
  set_exporting (self, TRUE);
  ct_exporter_export_async (self->session, &options, file, self->exporting, exported, g_object_ref (self));
}

/* How the names of exported files end, the one that is suggested first. */
static const char *const suffixes[][4] = { [CT_EXPORT_MIDI] = { ".mid", ".midi" },
                                           [CT_EXPORT_CSV] = { ".csv", ".txt" },
                                           [CT_EXPORT_MUSICXML] = { ".musicxml", ".mxl", ".xml" } };

static void
export_clicked (GtkButton *button, CtExportDialog *self)
{
  CtDocument *document = ct_session_get_document (self->session);
  GtkFileChooserAction action = self->format == CT_EXPORT_STEMS ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                                                : GTK_FILE_CHOOSER_ACTION_SAVE;
  g_autofree char *name = ct_exporter_dup_name (document, self->format);
  g_autoptr (GFile) folder = ct_paths_find_work_folder (document);
  GtkFileChooser *dialog = ct_file_chooser_prepare (self->chooser, gtk_window_get_title (GTK_WINDOW (self)), action);

  if (!dialog)
    return;
  gtk_file_chooser_native_set_accept_label (GTK_FILE_CHOOSER_NATIVE (dialog), _ ("_Export"));
  gtk_file_chooser_set_current_folder (dialog, folder, NULL);
  if (action == GTK_FILE_CHOOSER_ACTION_SAVE)
    {
      ct_file_chooser_set_suffixes (self->chooser, suffixes[self->format]);
      gtk_file_chooser_set_current_name (dialog, name);
    }
  ct_file_chooser_show (self->chooser, place_chosen, self);
}

static void
ct_export_dialog_dispose (GObject *object)
{
  CtExportDialog *self = CT_EXPORT_DIALOG (object);

  if (self->exporting)
    g_cancellable_cancel (self->exporting);
  g_clear_object (&self->exporting);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->chooser); /* its last reference: closes its dialog, too */
  G_OBJECT_CLASS (ct_export_dialog_parent_class)->dispose (object);
}

static void
ct_export_dialog_class_init (CtExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ct_export_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = ct_export_dialog_close_request;
  message_signal = g_signal_new ("message", CT_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/coloratura/Coloratura/ct-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CtExportDialog, export_button);
  gtk_widget_class_bind_template_child (widget_class, CtExportDialog, scope_row);
  gtk_widget_class_bind_template_child (widget_class, CtExportDialog, format_row);
  gtk_widget_class_bind_template_child (widget_class, CtExportDialog, timing_row);
  gtk_widget_class_bind_template_child (widget_class, CtExportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, CtExportDialog, loop_row);
  gtk_widget_class_bind_template_child (widget_class, CtExportDialog, bends_row);
  gtk_widget_class_bind_template_child (widget_class, CtExportDialog, chords_row);
  gtk_widget_class_bind_template_child (widget_class, CtExportDialog, transposed_row);
  gtk_widget_class_bind_template_child (widget_class, CtExportDialog, muted_switch);
  gtk_widget_class_bind_template_child (widget_class, CtExportDialog, loop_switch);
  gtk_widget_class_bind_template_child (widget_class, CtExportDialog, bends_switch);
  gtk_widget_class_bind_template_child (widget_class, CtExportDialog, chords_switch);
  gtk_widget_class_bind_template_child (widget_class, CtExportDialog, transposed_switch);
  gtk_widget_class_bind_template_child (widget_class, CtExportDialog, count_label);
  gtk_widget_class_bind_template_callback (widget_class, options_changed);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked);
}

static void
ct_export_dialog_init (CtExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->chooser = ct_file_chooser_new (GTK_WINDOW (self));
}

/* Offers only what the document and the format allow. */
static void
fill (CtExportDialog *self)
{
  CtTimeSpan loop;
  guint32 track = ct_session_get_current_track (self->session);
  CtDocument *document = ct_session_get_document (self->session);
  g_autofree char *name = track ? ct_document_dup_track_name (document, track) : NULL;
  /* Translators: %s is the name of the track whose notes are to be exported */
  g_autofree char *current = g_strdup_printf (_ ("“%s” only"), name ? name : "");
  const char *scopes[] = { _ ("Visible tracks"), current, _ ("All, including hidden"), NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (scopes);

  /* Translators: %s is a grid of notes, such as 1/16 */
  g_autofree char *grid = ct_note_text_dup_grid (ct_session_get_grid (self->session)),
                  *to_grid = g_strdup_printf (_ ("Quantized to %s"), grid);
  /* Translators: when notes of an exported file begin and end */
  const char *timings[] = { _ ("As heard"), _ ("Quantized automatically"), to_grid, NULL };
  gboolean is_music = self->format == CT_EXPORT_MUSICXML;
  g_autoptr (GtkStringList) timing_list = gtk_string_list_new (timings + (is_music ? TIMING_AUTOMATIC : TIMING_HEARD));

  gtk_widget_set_visible (GTK_WIDGET (self->timing_row),
                          is_music || (self->format == CT_EXPORT_MIDI && ct_document_get_tempo_map (document)));
  gtk_widget_set_visible (self->chords_row, is_music);
  gtk_widget_set_visible (self->transposed_row, is_music);
  adw_combo_row_set_model (self->scope_row, G_LIST_MODEL (list));
  adw_combo_row_set_model (self->timing_row, G_LIST_MODEL (timing_list));
  gtk_widget_set_visible (GTK_WIDGET (self->format_row), self->format == CT_EXPORT_STEMS);
  gtk_widget_set_visible (self->loop_row,
                          self->format != CT_EXPORT_STEMS && ct_session_get_loop (self->session, &loop));
  gtk_widget_set_visible (self->bends_row, self->format == CT_EXPORT_MIDI && ct_exporter_can_bend (document));
  options_changed (NULL, NULL, self);
}

CtExportDialog *
ct_export_dialog_show (GtkWindow *parent, CtSession *session, CtExportFormat format)
{
  const char *titles[] = { [CT_EXPORT_MIDI] = _ ("Export MIDI"),
                           [CT_EXPORT_CSV] = _ ("Export Notes as Table"),
                           [CT_EXPORT_MUSICXML] = _ ("Export MusicXML"),
                           [CT_EXPORT_STEMS] = _ ("Export Stems") };
  CtExportDialog *self = g_object_new (CT_TYPE_EXPORT_DIALOG, "transient-for", parent, "title", titles[format], NULL);

  self->session = g_object_ref (session);
  self->format = format;
  fill (self);
  /* else the first button of the dialog has the focus, which cancels */
  gtk_window_set_default_widget (GTK_WINDOW (self), self->export_button);
  gtk_window_set_focus (GTK_WINDOW (self), self->export_button);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
