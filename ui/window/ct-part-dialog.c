/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-part-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/support/ct-value-text.h"
#include "ui/widgets/ct-message.h"

#define OFFERED_S 3600.0 /* at most: few want to wait for more */

typedef struct
{
  AdwMessageDialog *dialog;
  GtkEditable *start, *length;
  double longest_s;
  CtPartFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *self = data;

  if (self->destroy)
    self->destroy (self->data);
  g_free (self);
}

/* FALSE if what was typed is no part that can be opened. */
static gboolean
read_part (Question *self, CtTimeSpan *part)
{
  double start_s, length_s;

  if (!ct_value_text_parse_time (gtk_editable_get_text (self->start), &start_s)
      || !ct_value_text_parse_time (gtk_editable_get_text (self->length), &length_s) || length_s <= 0
      || length_s > self->longest_s)
    return FALSE;
  *part = (CtTimeSpan){ start_s, start_s + length_s };
  return TRUE;
}

static void
part_typed (GtkEditable *editable, Question *self)
{
  CtTimeSpan part;

  adw_message_dialog_set_response_enabled (self->dialog, "open", read_part (self, &part));
}

static void
answered (AdwMessageDialog *dialog, const char *response, Question *self)
{
  CtTimeSpan part;

  if (g_strcmp0 (response, "open") == 0 && read_part (self, &part))
    self->func (&part, self->data);
}

static GtkEditable *
add_row (Question *self, GtkWidget *list, const char *title, double seconds)
{
  g_autofree char *text = ct_value_text_dup_length (seconds);
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect (row, "changed", G_CALLBACK (part_typed), self);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return GTK_EDITABLE (row);
}

void
ct_part_dialog_show (GtkWidget *from,
                     const char *reason,
                     double longest_s,
                     CtPartFunc func,
                     gpointer data,
                     GDestroyNotify destroy)
{
  AdwMessageDialog *dialog = ct_message_new (from, _ ("Open a Part of the Recording?"), reason);
  Question *self = g_new0 (Question, 1);
  GtkWidget *list = gtk_list_box_new ();

  *self = (Question){ dialog, NULL, NULL, longest_s, func, data, destroy };
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  /* Translators: where the part begins, in hours, minutes and seconds */
  self->start = add_row (self, list, _ ("Begins at"), 0);
  /* Translators: how long the part is, in hours, minutes and seconds */
  self->length = add_row (self, list, _ ("Lasts"), MIN (longest_s, OFFERED_S));
  adw_message_dialog_set_extra_child (dialog, list);
  adw_message_dialog_add_response (dialog, "open", _ ("_Open"));
  adw_message_dialog_set_response_appearance (dialog, "open", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "open");
  part_typed (self->start, self);
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered), self, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
