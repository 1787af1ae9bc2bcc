/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-file-chooser.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "ui/support/ct-file-error.h"
#include "ui/widgets/ct-message.h"

struct _CtFileChooser
{
  GObject parent_instance;
  GtkWindow *window;
  GtkFileChooserNative *dialog; /* NULL unless prepared or shown */
  const char *const *suffixes;  /* of names that are saved, or NULL: as they are typed */
  GFile *unasked;               /* to be replaced if the user says so, or NULL */
  CtFileChosenFunc func;
  gpointer data;
};

G_DEFINE_FINAL_TYPE (CtFileChooser, ct_file_chooser, G_TYPE_OBJECT)

GtkFileChooser *
ct_file_chooser_prepare (CtFileChooser *self, const char *title, GtkFileChooserAction action)
{
  g_return_val_if_fail (CT_IS_FILE_CHOOSER (self), NULL);
  if (self->dialog || self->unasked)
    return NULL;
  self->suffixes = NULL;
  self->dialog = gtk_file_chooser_native_new (title, self->window, action, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->dialog), TRUE);
  return GTK_FILE_CHOOSER (self->dialog);
}

void
ct_file_chooser_add_filter (CtFileChooser *self, const char *name, const char *const *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (; *patterns; patterns++)
    if (strchr (*patterns, '/'))
      gtk_file_filter_add_mime_type (filter, *patterns);
    else if (g_str_equal (*patterns, "*"))
      gtk_file_filter_add_pattern (filter, "*");
    else
      gtk_file_filter_add_suffix (filter, *patterns);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->dialog), filter);
}

void
ct_file_chooser_add_all_files (CtFileChooser *self)
{
  static const char *const all[] = { "*", NULL };

  ct_file_chooser_add_filter (self, _ ("All Files"), all);
}

void
ct_file_chooser_set_suffixes (CtFileChooser *self, const char *const *suffixes)
{
  g_return_if_fail (CT_IS_FILE_CHOOSER (self) && self->dialog);
  self->suffixes = suffixes;
}

/* ---- the name that is saved ---- */

/* In a sandbox the answer is a grant to write a file of that name and no other beside it. */
static gboolean
is_granted_alone (GFile *file)
{
  g_autofree char *grants = g_build_filename (g_get_user_runtime_dir (), "doc", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (grants);

  return g_file_has_prefix (file, folder);
}

/* The place of the filter in force among those of @dialog; 0 where it has none. */
static guint
chosen_filter (GtkFileChooser *dialog)
{
  g_autoptr (GListModel) filters = gtk_file_chooser_get_filters (dialog);
  GtkFileFilter *chosen = gtk_file_chooser_get_filter (dialog);

  for (guint i = 0; i < g_list_model_get_n_items (filters); i++)
    {
      g_autoptr (GtkFileFilter) filter = g_list_model_get_item (filters, i);

      if (filter == chosen)
        return i;
    }
  return 0;
}

/* How many bytes of @name are the one of @suffixes that it ends in; 0: it has none. */
static gsize
suffix_length (const char *name, const char *const *suffixes)
{
  gsize length = strlen (name);

  for (; *suffixes; suffixes++)
    if (length > strlen (*suffixes) && g_ascii_strcasecmp (name + length - strlen (*suffixes), *suffixes) == 0)
      return strlen (*suffixes);
  return 0;
}

/* @file with the suffix that it is to have. */
static GFile *
with_suffix (CtFileChooser *self, GtkFileChooser *dialog, GFile *file)
{
  g_autofree char *base = g_file_get_basename (file), *name = NULL;
  g_autoptr (GFile) folder = g_file_get_parent (file);
  guint filter = chosen_filter (dialog);
  gsize length = self->suffixes ? suffix_length (base, self->suffixes) : 0;

  if (!self->suffixes || !folder || is_granted_alone (file) || (length > 0 && filter == 0))
    return g_object_ref (file);
  base[strlen (base) - length] = '\0';
  name = g_strconcat (base, self->suffixes[MIN (filter, g_strv_length ((char **) self->suffixes) - 1)], NULL);
  return g_file_get_child (folder, name);
}

static void
replace_answered (AdwMessageDialog *dialog, const char *response, CtFileChooser *self)
{
  g_autoptr (GFile) file = g_steal_pointer (&self->unasked);

  self->func (g_str_equal (response, "overwrite") ? file : NULL, self->data);
}

static void
ask_replace (CtFileChooser *self)
{
  g_autofree char *name = ct_file_display_name (g_file_peek_path (self->unasked));
  /* Translators: %s is the name of a file */
  g_autofree char *body = g_strdup_printf (_ ("“%s” already exists. Its contents will be overwritten."), name);
  AdwMessageDialog *dialog = ct_message_new (GTK_WIDGET (self->window), _ ("Replace the File?"), body);

  adw_message_dialog_add_response (dialog, "overwrite", _ ("_Overwrite"));
  adw_message_dialog_set_response_appearance (dialog, "overwrite", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (replace_answered), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
responded (GtkNativeDialog *native, int response, CtFileChooser *self)
{
  g_autoptr (GtkFileChooserNative) answered = g_steal_pointer (&self->dialog);
  GtkFileChooser *dialog = GTK_FILE_CHOOSER (answered);
  g_autoptr (GFile) typed = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (dialog) : NULL;
  g_autoptr (GFile) file = typed ? with_suffix (self, dialog, typed) : NULL;

  /* the dialog asked about the name that was typed, not about this one */
  if (file && g_file_peek_path (file) && !g_file_equal (file, typed) && g_file_query_exists (file, NULL))
    {
      self->unasked = g_steal_pointer (&file);
      ask_replace (self);
      return;
    }
  self->func (file, self->data);
}

void
ct_file_chooser_show (CtFileChooser *self, CtFileChosenFunc func, gpointer data)
{
  g_return_if_fail (CT_IS_FILE_CHOOSER (self) && self->dialog);
  self->func = func;
  self->data = data;
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (responded), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

void
ct_file_chooser_dismiss (CtFileChooser *self)
{
  g_return_if_fail (CT_IS_FILE_CHOOSER (self));
  g_clear_object (&self->dialog);
  g_clear_object (&self->unasked);
}

static void
ct_file_chooser_dispose (GObject *object)
{
  ct_file_chooser_dismiss (CT_FILE_CHOOSER (object));
  G_OBJECT_CLASS (ct_file_chooser_parent_class)->dispose (object);
}

static void
ct_file_chooser_class_init (CtFileChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ct_file_chooser_dispose;
}

static void
ct_file_chooser_init (CtFileChooser *self)
{
}

CtFileChooser *
ct_file_chooser_new (GtkWindow *window)
{
  CtFileChooser *self = g_object_new (CT_TYPE_FILE_CHOOSER, NULL);

  self->window = window;
  return self;
}
