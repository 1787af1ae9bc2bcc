/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-saver.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/document/ct-document.h"
#include "ui/exchange/ct-exporter.h"
#include "ui/project/ct-project-file.h"
#include "ui/session/ct-session.h"
#include "ui/support/ct-file-error.h"
#include "ui/widgets/ct-message.h"
#include "ui/window/ct-paths.h"

struct _CtSaver
{
  GObject parent_instance;
  GtkWindow *window;
  CtWorkspace *workspace;
  CtFileChooser *chooser;
  gboolean saving;
};

enum
{
  PROP_SAVING = 1,
};

G_DEFINE_FINAL_TYPE (CtSaver, ct_saver, G_TYPE_OBJECT)

static guint saved_signal;

/* One save; it keeps the window and the document until it is over. */
typedef struct
{
  CtSaver *saver;
  GtkWindow *window;
  CtSession *session;
  CtDocument *document;
  GFile *file;
  CtSavedFunc func;
  gpointer data;
} Save;

static void write_project (Save *save, CtProjectSaveFlags flags);

static void
set_saving (CtSaver *self, gboolean saving)
{
  self->saving = saving;
  g_object_notify (G_OBJECT (self), "saving");
}

static void
finish (Save *save, gboolean saved)
{
  set_saving (save->saver, FALSE);
  if (save->func)
    save->func (saved, save->data);
  g_object_unref (save->saver);
  g_object_unref (save->window);
  g_object_unref (save->session);
  g_object_unref (save->document);
  g_clear_object (&save->file);
  g_free (save);
}

static void
overwrite_answered (AdwMessageDialog *dialog, const char *response, Save *save)
{
  if (g_str_equal (response, "overwrite"))
    write_project (save, CT_PROJECT_SAVE_OVERWRITE);
  else
    finish (save, FALSE);
}

static void
ask_overwrite (Save *save, const char *heading, const char *body)
{
  AdwMessageDialog *dialog = ct_message_new (GTK_WIDGET (save->window), heading, body);

  adw_message_dialog_add_response (dialog, "overwrite", _ ("_Overwrite"));
  adw_message_dialog_set_response_appearance (dialog, "overwrite", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect (dialog, "response", G_CALLBACK (overwrite_answered), save);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
written (GObject *source, GAsyncResult *result, gpointer data)
{
  Save *save = data;
  g_autoptr (GError) error = NULL;

  if (!ct_project_file_save_finish (save->document, result, &error))
    {
      if (g_error_matches (error, CT_FILE_ERROR, CT_FILE_ERROR_CHANGED_ON_DISK))
        {
          ask_overwrite (save, _ ("Overwrite the Changes of Another Program?"), error->message);
          return;
        }
      ct_message_show_error (GTK_WIDGET (save->window), _ ("Could Not Save Project"), error->message);
      finish (save, FALSE);
      return;
    }
  g_signal_emit (save->saver, saved_signal, 0, save->file);
  finish (save, TRUE);
}

static void
write_project (Save *save, CtProjectSaveFlags flags)
{
  ct_project_file_save_async (save->document, save->session, save->file, flags, NULL, written, save);
}

static void
name_chosen (GFile *file, gpointer data)
{
  Save *save = data;

  if (!file)
    {
      finish (save, FALSE);
      return;
    }
  save->file = g_object_ref (file);
  write_project (save, CT_PROJECT_SAVE_NONE);
}

/* Suggests a folder and a name for a project that has no file, or whose file is gone. */
static void
suggest_place (GtkFileChooser *dialog, CtDocument *document)
{
  g_autoptr (GFile) folder = ct_paths_find_work_folder (document);
  g_autofree char *base = ct_exporter_dup_base_name (document);
  g_autofree char *name = g_strconcat (base, CT_PROJECT_SUFFIX, NULL);

  gtk_file_chooser_set_current_folder (dialog, folder, NULL);
  gtk_file_chooser_set_current_name (dialog, name);
}

static void
choose_name (Save *save)
{
  static const char *const projects[] = { "coloratura", NULL }, *const suffixes[] = { CT_PROJECT_SUFFIX, NULL };
  CtFileChooser *chooser = save->saver->chooser;
  GFile *file = ct_document_get_file (save->document);
  GtkFileChooser *dialog = ct_file_chooser_prepare (chooser, _ ("Save the Project"), GTK_FILE_CHOOSER_ACTION_SAVE);

  if (!dialog)
    {
      finish (save, FALSE);
      return;
    }
  ct_file_chooser_add_filter (chooser, _ ("Coloratura Projects"), projects);
  ct_file_chooser_set_suffixes (chooser, suffixes);
  if (file && g_file_query_exists (file, NULL))
    gtk_file_chooser_set_file (dialog, file, NULL);
  else
    suggest_place (dialog, save->document);
  ct_file_chooser_show (chooser, name_chosen, save);
}

void
ct_saver_save (CtSaver *self, gboolean save_as, CtSavedFunc func, gpointer data)
{
  CtDocument *document = ct_workspace_get_document (self->workspace);
  GFile *file = document ? ct_document_get_file (document) : NULL;
  Save *save;

  g_return_if_fail (CT_IS_SAVER (self));
  if (self->saving || !ct_workspace_get_ready (self->workspace))
    {
      if (func)
        func (FALSE, data);
      return;
    }
  save = g_new0 (Save, 1);
  *save = (Save){ .saver = g_object_ref (self),
                  .window = g_object_ref (self->window),
                  .session = g_object_ref (ct_workspace_get_session (self->workspace)),
                  .document = g_object_ref (document),
                  .func = func,
                  .data = data };
  set_saving (self, TRUE);
  if (save_as || !file)
    {
      choose_name (save);
      return;
    }
  save->file = g_object_ref (file);
  write_project (save, CT_PROJECT_SAVE_NONE);
}

gboolean
ct_saver_get_saving (CtSaver *self)
{
  g_return_val_if_fail (CT_IS_SAVER (self), FALSE);
  return self->saving;
}

static void
ct_saver_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SAVING)
    g_value_set_boolean (value, CT_SAVER (object)->saving);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_saver_finalize (GObject *object)
{
  CtSaver *self = CT_SAVER (object);

  g_object_unref (self->workspace);
  g_object_unref (self->chooser);
  G_OBJECT_CLASS (ct_saver_parent_class)->finalize (object);
}

static void
ct_saver_class_init (CtSaverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_saver_get_property;
  object_class->finalize = ct_saver_finalize;
  g_object_class_install_property (object_class, PROP_SAVING,
                                   g_param_spec_boolean ("saving", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  saved_signal = g_signal_new ("saved", CT_TYPE_SAVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                               G_TYPE_FILE);
}

static void
ct_saver_init (CtSaver *self)
{
}

CtSaver *
ct_saver_new (GtkWindow *window, CtWorkspace *workspace, CtFileChooser *chooser)
{
  CtSaver *self = g_object_new (CT_TYPE_SAVER, NULL);

  self->window = window;
  self->workspace = g_object_ref (workspace);
  self->chooser = g_object_ref (chooser);
  return self;
}
