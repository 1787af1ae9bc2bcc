/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_FILM_SOURCE_PRIVATE_H
#define CT_FILM_SOURCE_PRIVATE_H

#include <stdint.h>

typedef struct _GstElement GstElement;
typedef struct _GstPad GstPad;

/* What edits leave out of a stream of an MP4 or QuickTime film (a trimmed beginning, or what an encoder put before the
 * sound), qtdemux (1.22) leaves out once more before the end. Lets @source, which reads the film @fd, tell it that the
 * end comes later. Returns the true length, in nanoseconds; 0: there was nothing to do. */
int64_t ct_film_source_lengthen (GstElement *source, int fd);

/* Lets what enters @pad, samples of the film @fd, be taken for what they are where qtdemux (1.22) has the order of
 * their bytes wrong. */
void ct_film_source_mend_order (GstPad *pad, int fd);

#endif
