/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/window/ct-file-chooser.h"
#include "ui/window/ct-workspace.h"

G_BEGIN_DECLS

#define CT_TYPE_SAVER (ct_saver_get_type ())
G_DECLARE_FINAL_TYPE (CtSaver, ct_saver, CT, SAVER, GObject)

/* Saves the project of a window, asking for a name and before it overwrites what it should not.
 *
 * Property "saving" (boolean, read only) notifies. Signal "saved" (GFile). Belongs to @window, which must outlive it.
 */
CtSaver *ct_saver_new (GtkWindow *window, CtWorkspace *workspace, CtFileChooser *chooser);

gboolean ct_saver_get_saving (CtSaver *self);

/* @saved is FALSE if saving was cancelled, or failed and a dialog said why. */
typedef void (*CtSavedFunc) (gboolean saved, gpointer data);
/* Saves the document, under a new name with @save_as; one save at a time. Calls @func (or NULL) once. */
void ct_saver_save (CtSaver *self, gboolean save_as, CtSavedFunc func, gpointer data);

G_END_DECLS
