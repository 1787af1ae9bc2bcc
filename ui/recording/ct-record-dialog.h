/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CT_TYPE_RECORD_DIALOG (ct_record_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CtRecordDialog, ct_record_dialog, CT, RECORD_DIALOG, AdwWindow)

/* Records a microphone into a new audio file, with a choice of devices and a level meter that works before recording.
 * Signal "recorded" (GFile): the file is complete; the dialog closes itself. @parent may be NULL. */
CtRecordDialog *ct_record_dialog_new (GtkWindow *parent);

/* Where recordings go: the user's music folder if it is writable, else a folder of the program. Free it. */
char *ct_record_dialog_dup_folder (void);

G_END_DECLS
