/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-score-dialog.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "core/base/ct-key.h"
#include "core/jianpu/ct-jianpu.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/exchange/ct-exporter.h"
#include "ui/score/ct-score-pages.h"
#include "ui/score/ct-score-preview.h"
#include "ui/score/ct-score-print.h"
#include "ui/support/ct-file-error.h"
#include "ui/widgets/ct-message.h"
#include "ui/widgets/ct-toast.h"
#include "ui/window/ct-file-chooser.h"
#include "ui/window/ct-paths.h"

#define N_TONICS 12
#define ZOOM_STEP 1.25

struct _CtScoreDialog
{
  AdwWindow parent;

  CtSession *session;
  CtFileChooser *chooser;
  CtScorePages *pages; /* NULL: nothing is chosen, or it is too long */
  GPtrArray *checks;   /* of the tracks: check buttons, borrowed */
  GArray *tracks;      /* their ids */
  gboolean filled;

  AdwPreferencesGroup *tracks_group;
  AdwComboRow *key_row, *size_row, *paper_row;
  GtkSwitch *chords_switch;
  GtkLabel *note_label, *page_label, *zoom_label;
  GtkWidget *scroller, *save_button;
  CtScorePreview *preview;
};

G_DEFINE_FINAL_TYPE (CtScoreDialog, ct_score_dialog, ADW_TYPE_WINDOW)

static CtDocument *
get_document (CtScoreDialog *self)
{
  return ct_session_get_document (self->session);
}

/* ---- pages ---- */

static void
update_page (CtScoreDialog *self)
{
  guint n = self->pages ? ct_score_pages_get_n (self->pages) : 0, page = ct_score_preview_get_page (self->preview);
  double zoom = ct_score_preview_get_zoom (self->preview);
  g_autofree char *text = n ? g_strdup_printf (_ ("Page %u of %u"), page + 1, n) : g_strdup ("");
  g_autofree char *percent = g_strdup_printf (_ ("%.0f %%"), 100 * zoom);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_label_set_label (self->page_label, text);
  gtk_label_set_label (self->zoom_label, percent);
  gtk_widget_action_set_enabled (widget, "score.previous", page > 0);
  gtk_widget_action_set_enabled (widget, "score.next", page + 1 < n);
  gtk_widget_action_set_enabled (widget, "score.zoom-in", zoom < CT_SCORE_PREVIEW_MAX_ZOOM);
  gtk_widget_action_set_enabled (widget, "score.zoom-out", zoom > CT_SCORE_PREVIEW_MIN_ZOOM);
  gtk_widget_action_set_enabled (widget, "score.print", n > 0);
  gtk_widget_action_set_enabled (widget, "score.save", n > 0);
}

static void
update_note (CtScoreDialog *self, const GError *error)
{
  const char *text = NULL;

  if (error)
    text = error->message;
  else if (!self->pages)
    text = _ ("Choose a track.");
  else if (!ct_score_pages_get_has_beats (self->pages))
    text = _ ("No beats were found: the music is written as if each second were a quarter note.");
  gtk_label_set_label (self->note_label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), text != NULL);
}

static void
update_pages (CtScoreDialog *self)
{
  static const double sizes_pt[] = { 12, 15, 20 };
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GError) error = NULL;
  CtScorePagesOptions options = { .paper = (CtPaper) adw_combo_row_get_selected (self->paper_row),
                                  .size_pt = sizes_pt[adw_combo_row_get_selected (self->size_row)],
                                  .tonic = (int) adw_combo_row_get_selected (self->key_row) - 1,
                                  .chords = gtk_switch_get_active (self->chords_switch) };

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
      g_array_append_val (chosen, g_array_index (self->tracks, guint32, i));
  options.tracks = (const guint32 *) (gpointer) chosen->data;
  options.n_tracks = chosen->len;
  g_clear_object (&self->pages);
  if (chosen->len > 0)
    self->pages = ct_score_pages_new (get_document (self), &options, &error);
  ct_score_preview_set_pages (self->preview, self->pages);
  update_note (self, error);
  update_page (self);
}

static void
options_changed (GObject *row, GParamSpec *pspec, CtScoreDialog *self)
{
  if (self->filled)
    update_pages (self);
}

static void
turn (CtScoreDialog *self, int by)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (self->scroller);

  ct_score_preview_set_page (self->preview, (int) ct_score_preview_get_page (self->preview) + by);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (scroller), 0);
  update_page (self);
}

static void
act_previous (GtkWidget *widget, const char *name, GVariant *parameter)
{
  turn (CT_SCORE_DIALOG (widget), -1);
}

static void
act_next (GtkWidget *widget, const char *name, GVariant *parameter)
{
  turn (CT_SCORE_DIALOG (widget), 1);
}

static void
zoom (CtScoreDialog *self, double factor)
{
  ct_score_preview_set_zoom (self->preview, ct_score_preview_get_zoom (self->preview) * factor);
  update_page (self);
}

static void
act_zoom_in (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zoom (CT_SCORE_DIALOG (widget), ZOOM_STEP);
}

static void
act_zoom_out (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zoom (CT_SCORE_DIALOG (widget), 1 / ZOOM_STEP);
}

/* ---- paper and files ---- */

static void
printed (GtkPrintOperation *print, GtkPrintOperationResult result, CtScoreDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (print, &error);
  ct_message_show_error (GTK_WIDGET (self), _ ("Could Not Print"), error ? error->message : "");
}

static void
act_print (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CtScoreDialog *self = CT_SCORE_DIALOG (widget);
  g_autofree char *title = ct_exporter_dup_base_name (get_document (self));
  g_autoptr (GFile) folder = ct_paths_find_work_folder (get_document (self));
  g_autoptr (GtkPrintOperation) print = ct_score_print_new (self->pages, title, folder);

  g_signal_connect_object (print, "done", G_CALLBACK (printed), self, 0);
  /* errors come with "done" */
  gtk_print_operation_run (print, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (self), NULL);
}

static void
place_chosen (GFile *file, gpointer data)
{
  CtScoreDialog *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL, *text = NULL;

  if (!file || !self->pages)
    return;
  if (!ct_score_pages_write (self->pages, file, &error))
    {
      ct_message_show_error (GTK_WIDGET (self), _ ("Could Not Export File"), error->message);
      return;
    }
  name = ct_file_display_name (g_file_peek_path (file));
  /* Translators: %s is the name of a file */
  text = g_strdup_printf (_ ("Saved “%s”"), name);
  ct_toast_send (GTK_WIDGET (self->preview), text, FALSE);
}

static void
act_save (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const char *const pdf[] = { "application/pdf", "pdf", NULL }, *const svg[] = { "image/svg+xml", "svg", NULL };
  static const char *const suffixes[] = { ".pdf", ".svg", NULL };
  CtScoreDialog *self = CT_SCORE_DIALOG (widget);
  g_autofree char *base = ct_exporter_dup_base_name (get_document (self)), *name = g_strconcat (base, ".pdf", NULL);
  g_autoptr (GFile) folder = ct_paths_find_work_folder (get_document (self));
  GtkFileChooser *dialog = ct_file_chooser_prepare (self->chooser, gtk_window_get_title (GTK_WINDOW (self)),
                                                    GTK_FILE_CHOOSER_ACTION_SAVE);

  if (!dialog)
    return;
  ct_file_chooser_add_filter (self->chooser, _ ("PDF Documents"), pdf);
  ct_file_chooser_add_filter (self->chooser, _ ("SVG Images"), svg);
  ct_file_chooser_set_suffixes (self->chooser, suffixes);
  gtk_file_chooser_set_current_folder (dialog, folder, NULL);
  gtk_file_chooser_set_current_name (dialog, name);
  ct_file_chooser_show (self->chooser, place_chosen, self);
}

/* ---- the window ---- */

static void
ct_score_dialog_dispose (GObject *object)
{
  CtScoreDialog *self = CT_SCORE_DIALOG (object);

  g_clear_object (&self->pages);
  g_clear_object (&self->session);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_clear_pointer (&self->tracks, g_array_unref);
  G_OBJECT_CLASS (ct_score_dialog_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    GdkModifierType state;
    const char *action;
  } keys[] = {
    { GDK_KEY_Page_Up, 0, "score.previous" },
    { GDK_KEY_Page_Down, 0, "score.next" },
    { GDK_KEY_plus, GDK_CONTROL_MASK, "score.zoom-in" },
    { GDK_KEY_equal, GDK_CONTROL_MASK, "score.zoom-in" },
    { GDK_KEY_KP_Add, GDK_CONTROL_MASK, "score.zoom-in" },
    { GDK_KEY_minus, GDK_CONTROL_MASK, "score.zoom-out" },
    { GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "score.zoom-out" },
    { GDK_KEY_p, GDK_CONTROL_MASK, "score.print" },
    { GDK_KEY_s, GDK_CONTROL_MASK, "score.save" },
    { GDK_KEY_Escape, 0, "window.close" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].state, keys[i].action, NULL);
}

static void
ct_score_dialog_class_init (CtScoreDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CT_TYPE_SCORE_PREVIEW);
  g_type_ensure (CT_TYPE_TOAST);
  G_OBJECT_CLASS (klass)->dispose = ct_score_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/coloratura/Coloratura/ct-score-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CtScoreDialog, tracks_group);
  gtk_widget_class_bind_template_child (widget_class, CtScoreDialog, key_row);
  gtk_widget_class_bind_template_child (widget_class, CtScoreDialog, size_row);
  gtk_widget_class_bind_template_child (widget_class, CtScoreDialog, paper_row);
  gtk_widget_class_bind_template_child (widget_class, CtScoreDialog, chords_switch);
  gtk_widget_class_bind_template_child (widget_class, CtScoreDialog, note_label);
  gtk_widget_class_bind_template_child (widget_class, CtScoreDialog, page_label);
  gtk_widget_class_bind_template_child (widget_class, CtScoreDialog, zoom_label);
  gtk_widget_class_bind_template_child (widget_class, CtScoreDialog, scroller);
  gtk_widget_class_bind_template_child (widget_class, CtScoreDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, CtScoreDialog, preview);
  gtk_widget_class_bind_template_callback (widget_class, options_changed);
  gtk_widget_class_install_action (widget_class, "score.previous", NULL, act_previous);
  gtk_widget_class_install_action (widget_class, "score.next", NULL, act_next);
  gtk_widget_class_install_action (widget_class, "score.zoom-in", NULL, act_zoom_in);
  gtk_widget_class_install_action (widget_class, "score.zoom-out", NULL, act_zoom_out);
  gtk_widget_class_install_action (widget_class, "score.print", NULL, act_print);
  gtk_widget_class_install_action (widget_class, "score.save", NULL, act_save);
  add_keys (widget_class);
}

static void
ct_score_dialog_init (CtScoreDialog *self)
{
  self->checks = g_ptr_array_new ();
  self->tracks = g_array_new (FALSE, FALSE, sizeof (guint32));
  gtk_widget_init_template (GTK_WIDGET (self));
  self->chooser = ct_file_chooser_new (GTK_WINDOW (self));
}

static void
add_track (CtScoreDialog *self, const CtEditTrack *track)
{
  g_autofree char *name = ct_document_dup_track_name (get_document (self), track->id);
  GtkWidget *row = adw_action_row_new (), *check = gtk_check_button_new ();

  /* before the title: a name may have what markup has */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), track->visible);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect (check, "notify::active", G_CALLBACK (options_changed), self);
  adw_preferences_group_add (self->tracks_group, row);
  g_ptr_array_add (self->checks, check);
  g_array_append_val (self->tracks, track->id);
}

/* The keys that are found, and "1 = C" to "1 = B". */
static void
fill_keys (CtScoreDialog *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  /* Translators: the key is found in the notes */
  gtk_string_list_append (list, C_ ("key", "Automatic"));
  for (int tonic = 0; tonic < N_TONICS; tonic++)
    {
      CtKey key = ct_key_of_tonic (tonic, FALSE);
      CtSpelling spelling = ct_key_spell (&key, CT_SPELLING_KEY, 60 + tonic);
      char name[CT_PITCH_NAME_SIZE];
      g_autofree char *text = NULL;

      ct_spelling_name (&spelling, CT_ACCIDENTAL_SIGNS, FALSE, name);
      text = g_strdup_printf ("1 = %s", name);
      gtk_string_list_append (list, text);
    }
  adw_combo_row_set_model (self->key_row, G_LIST_MODEL (list));
}

static void
fill (CtScoreDialog *self)
{
  const CtEditScore *score = ct_document_get_score (get_document (self));

  for (gsize i = 0; i < score->n_tracks; i++)
    add_track (self, &score->tracks[i]);
  fill_keys (self);
  if (strcmp (gtk_paper_size_get_default (), GTK_PAPER_NAME_LETTER) == 0)
    adw_combo_row_set_selected (self->paper_row, CT_PAPER_LETTER);
  self->filled = TRUE;
  update_pages (self);
}

CtScoreDialog *
ct_score_dialog_show (GtkWindow *parent, CtSession *session)
{
  CtScoreDialog *self = g_object_new (CT_TYPE_SCORE_DIALOG, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  fill (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->save_button);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
