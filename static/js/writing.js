// A page to write on: drafts are kept, and saving needs no reload.

import "./drafts.js";
import "./post.js";
