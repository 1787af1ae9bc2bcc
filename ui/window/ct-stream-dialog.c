/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-stream-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/widgets/ct-message.h"

typedef struct
{
  AdwComboRow *row;
  int shown; /* the stream that is open */
  CtStreamFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *self = data;

  self->destroy (self->data);
  g_free (self);
}

static void
answered (AdwMessageDialog *dialog, const char *response, Question *self)
{
  int stream = (int) adw_combo_row_get_selected (self->row) + 1;

  if (g_strcmp0 (response, "open") == 0)
    self->func (stream < self->shown ? stream : stream + 1, self->data);
}

/* The numbers of all streams but the one that is open. */
static GtkStringList *
list_others (int shown, int n_streams)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (int i = 1; i <= n_streams; i++)
    if (i != shown)
      gtk_string_list_take (list, g_strdup_printf ("%d", i));
  return list;
}

void
ct_stream_dialog_show (GtkWidget *from,
                       int shown,
                       int n_streams,
                       CtStreamFunc func,
                       gpointer data,
                       GDestroyNotify destroy)
{
  /* Translators: the number of a sound stream, as a film has one for each language, and how many there are */
  g_autofree char *body = g_strdup_printf (_ ("Sound stream %d of %d is open, and stays as it is. The other one opens "
                                              "in a window of its own."),
                                           shown, n_streams);
  AdwMessageDialog *dialog = ct_message_new (from, _ ("Open Another Sound Stream?"), body);
  g_autoptr (GtkStringList) others = list_others (shown, n_streams);
  GtkWidget *row = adw_combo_row_new (), *list = gtk_list_box_new ();
  Question *self = g_new0 (Question, 1);

  *self = (Question){ ADW_COMBO_ROW (row), shown, func, data, destroy };
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Sound stream"));
  adw_combo_row_set_model (self->row, G_LIST_MODEL (others));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  adw_message_dialog_set_extra_child (dialog, list);
  adw_message_dialog_add_response (dialog, "open", _ ("_Open"));
  adw_message_dialog_set_response_appearance (dialog, "open", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "open");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered), self, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
